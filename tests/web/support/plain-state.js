/**
 * A plain copy of a state, to compare and to print.
 * @param {import('../../../web/model/state.js').State} state
 */
export const plainState = (state) => ({
  ...state,
  tasks: [...state.tasks],
  futures: [...state.futures],
  coroutines: [...state.coroutines],
  output: [...state.output],
  reports: [...state.reports],
});
