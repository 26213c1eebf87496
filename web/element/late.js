/** How an element gets what it needs once it is looked at; a single script has it at hand. */
export const late = {
  loadParts: () => import('./parts.js'),
};
