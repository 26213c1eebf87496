/**
 * Descriptions of DOM, and bringing the DOM to match one. A view returns a description that is a
 * function of what it shows and of nothing else, so that going back restores the identical DOM.
 */

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * @typedef {Record<string, any>} Props
 *   `key` tells siblings apart; `html` is trusted markup instead of children; `style` is an object of
 *   CSS properties, set through the CSSOM, which a strict CSP allows; `on…` is a listener; `live`
 *   holds DOM properties (value, checked, …).
 * @typedef {{ tag: string, props: Props, children: VNode[], key: string | number | undefined }} VElement
 * @typedef {VElement | string} VNode
 * @typedef {VNode | number | null | undefined | false | any[]} Child
 */

/**
 * @param {string} tag
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {VElement}
 */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, children: flatten(children), key: props?.key };
}

/**
 * @param {Child[]} children
 * @returns {VNode[]}
 */
function flatten(children) {
  /** @type {VNode[]} */
  const nodes = [];
  for (const child of children) {
    if (Array.isArray(child)) nodes.push(...flatten(child));
    else if (typeof child === 'number') nodes.push(String(child));
    else if (child) nodes.push(child);
  }
  return nodes;
}

/** @type {WeakMap<Node, VNode[]>} what each parent was last brought to show */
const shown = new WeakMap();

/**
 * Makes the children of `parent` what `children` describe, keeping the elements that stay.
 *
 * @param {Element | ShadowRoot} parent
 * @param {...Child} children
 */
export function render(parent, ...children) {
  const next = flatten(children);
  patchChildren(parent, shown.get(parent) ?? [], next);
  shown.set(parent, next);
}

/**
 * @param {Element | ShadowRoot} parent
 * @param {VNode[]} before
 * @param {VNode[]} after
 */
function patchChildren(parent, before, after) {
  if (haveSameShape(before, after)) {
    let child = parent.firstChild;
    for (let index = 0; child; index++) {
      const next = child.nextSibling;
      patch(child, before[index], after[index]);
      child = next;
    }
    return;
  }
  const old = [...parent.childNodes];
  /** @type {Map<string, number>} */
  const places = new Map();
  before.forEach((node, index) => places.set(identity(node, index), index));
  /** @type {(ChildNode | undefined)[]} */
  const kept = new Array(old.length);
  const wanted = after.map((node, index) => {
    const place = places.get(identity(node, index));
    const existing = place === undefined ? undefined : old[place];
    const previous = place === undefined ? undefined : before[place];
    if (!existing || previous === undefined || !isSameKind(previous, node)) {
      return create(node, parent);
    }
    kept[/** @type {number} */ (place)] = existing;
    patch(existing, previous, node);
    return existing;
  });
  old.forEach((node, index) => {
    if (!kept[index]) node.remove();
  });
  wanted.forEach((node, index) => {
    const current = parent.childNodes[index];
    if (current !== node) parent.insertBefore(node, current ?? null);
  });
}

/**
 * Nothing came, went or moved, as is usual.
 *
 * @param {VNode[]} before
 * @param {VNode[]} after
 */
function haveSameShape(before, after) {
  if (before.length !== after.length) return false;
  return before.every((node, index) => {
    const other = after[index];
    return isSameKind(node, other) && keyOf(node) === keyOf(other);
  });
}

/** @param {VNode} node */
function keyOf(node) {
  return typeof node === 'string' ? undefined : node.key;
}

/**
 * @param {VNode} node
 * @param {number} index
 */
function identity(node, index) {
  return typeof node === 'string' || node.key === undefined ? `#${index}` : `=${node.key}`;
}

/**
 * @param {VNode} a
 * @param {VNode} b
 */
function isSameKind(a, b) {
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b;
  return a.tag === b.tag;
}

/**
 * @param {VNode} node
 * @param {Node} parent
 * @returns {ChildNode}
 */
function create(node, parent) {
  if (typeof node === 'string') return document.createTextNode(node);
  const isSvg =
    node.tag === 'svg' || (parent instanceof SVGElement && parent.localName !== 'foreignObject');
  const element = isSvg
    ? document.createElementNS(SVG_NAMESPACE, node.tag)
    : document.createElement(node.tag);
  if (node.props.style) {
    setStyle(/** @type {HTMLElement} */ (element), node.props.style, {});
    // Reading it gives the attribute its place, the first one, for good.
    element.getAttribute('style');
  }
  patchProps(element, { style: node.props.style }, node.props);
  if (node.props.html === undefined) {
    for (const child of node.children) element.append(create(child, element));
  }
  return element;
}

/**
 * @param {ChildNode} existing
 * @param {VNode} before
 * @param {VNode} after
 */
function patch(existing, before, after) {
  if (before === after) return;
  if (typeof before === 'string' || typeof after === 'string') {
    if (before !== after) existing.nodeValue = /** @type {string} */ (after);
    return;
  }
  const element = /** @type {Element} */ (existing);
  patchProps(element, before.props, after.props);
  if (after.props.html === undefined) patchChildren(element, before.children, after.children);
}

/**
 * @param {Element} element
 * @param {Props} before
 * @param {Props} after
 */
function patchProps(element, before, after) {
  for (const name of Object.keys(before)) {
    if (!(name in after)) setProp(element, name, undefined, before[name]);
  }
  let isBehindNew = false;
  for (const name of Object.keys(after)) {
    // A learner may have moved a slider or ticked a box since: compare with the element itself.
    if (name === 'live') {
      setLive(element, after.live);
      continue;
    }
    if (after[name] !== before[name]) setProp(element, name, after[name], before[name]);
    if (isBehindNew) moveToEnd(element, name);
    isBehindNew ||= isAbsent(before[name]) && !isAbsent(after[name]);
  }
}

/** @param {any} value */
function isAbsent(value) {
  return value === undefined || value === null || value === false;
}

/**
 * An attribute that comes back goes behind the others; these follow it, so that their order, too, is
 * a function of what is shown.
 *
 * @param {Element} element
 * @param {string} name
 */
function moveToEnd(element, name) {
  const value = element.getAttribute(name);
  if (value === null || name === 'style') return;
  element.removeAttribute(name);
  element.setAttribute(name, value);
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {any} value
 * @param {any} previous
 */
function setProp(element, name, value, previous) {
  if (name === 'key' || name === 'live') return;
  if (name === 'html') {
    element.innerHTML = value ?? '';
  } else if (name === 'style') {
    setStyle(/** @type {HTMLElement} */ (element), value ?? {}, previous ?? {});
  } else if (name.startsWith('on')) {
    listen(element, name.slice(2), value);
  } else if (isAbsent(value)) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** @type {WeakMap<EventTarget, Map<string, (event: Event) => void>>} */
const listeners = new WeakMap();

/** @param {Event} event */
function dispatch(event) {
  const target = /** @type {EventTarget} */ (event.currentTarget);
  listeners.get(target)?.get(event.type)?.(event);
}

/**
 * Listeners change at each step: what the element calls stays, and finds the present one.
 *
 * @param {Element} element
 * @param {string} event
 * @param {((event: Event) => void) | undefined} listener
 */
function listen(element, event, listener) {
  let own = listeners.get(element);
  if (!own) listeners.set(element, (own = new Map()));
  if (!listener) own.delete(event);
  else {
    own.set(event, listener);
    element.addEventListener(event, dispatch);
  }
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, string>} value
 * @param {Record<string, string>} previous
 */
function setStyle(element, value, previous) {
  for (const name of Object.keys(previous)) {
    if (!(name in value)) element.style.removeProperty(name);
  }
  for (const [name, text] of Object.entries(value)) {
    if (text !== previous[name]) element.style.setProperty(name, text);
  }
}

/**
 * @param {Element} element
 * @param {Record<string, unknown>} values
 */
function setLive(element, values) {
  const target = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (element));
  for (const [name, value] of Object.entries(values)) {
    if (target[name] !== value) target[name] = value;
  }
}

/**
 * A function that makes something of `subject` and `details`, and makes it again only when one of
 * them is another. A description that is the same object as before costs nothing to show.
 *
 * @template {object} S
 * @template {unknown[]} D
 * @template T
 * @param {(subject: S, ...details: D) => T} make
 * @returns {(subject: S, ...details: D) => T}
 */
export function remember(make) {
  /** @type {WeakMap<S, { details: D, made: T }>} */
  const results = new WeakMap();
  return (subject, ...details) => {
    const last = results.get(subject);
    if (last && details.every((each, index) => each === last.details[index])) return last.made;
    const made = make(subject, ...details);
    results.set(subject, { details, made });
    return made;
  };
}
