/**
 * Brings the line that runs and the last output into view, within their own panels.
 *
 * @param {ShadowRoot} root
 */
export function follow(root) {
  const listings = root.querySelector('.listings');
  // Where both do not fit, the Python, which comes first, is what stays in view.
  const lines = root.querySelectorAll('.line:is([data-at=now], [data-last])');
  const parked = root.querySelectorAll('.line[data-at]');
  for (const line of [...(lines.length > 0 ? lines : parked)].reverse()) reveal(listings, line);
  const output = root.querySelector('.output');
  reveal(output?.closest('.side') ?? null, root.querySelector('.output li[data-now]'));
}

/**
 * Scrolls only that panel; scrollIntoView would move the page, too.
 *
 * @param {Element | null} panel
 * @param {Element | null} child
 */
function reveal(panel, child) {
  if (!panel || !child) return;
  const outer = panel.getBoundingClientRect();
  const inner = child.getBoundingClientRect();
  if (inner.height === 0) return;
  const margin = Math.min(48, outer.height / 4);
  if (inner.top < outer.top + margin) panel.scrollTop -= outer.top + margin - inner.top;
  else if (inner.bottom > outer.bottom - margin)
    panel.scrollTop += inner.bottom - outer.bottom + margin;
}
