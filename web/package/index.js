/** Everything of the module but where its wasm comes from. */
export {
  AsyncioError,
  CancelledError,
  DeadlockError,
  ExceptionGroup,
  InvalidStateError,
  TimeoutError,
} from '../loop/errors.js';
export { Loop } from '../loop/loop.js';
export { Coroutine, Future, Handle, Task, TaskGroup, Timeout } from '../loop/objects.js';
export { Replay } from '../model/replay.js';
export { INITIAL_STATE } from '../model/state.js';
export { step } from '../model/step.js';
export { Driver } from '../session/driver.js';
export {
  KnobError,
  ModuleError,
  ProgramFailed,
  SessionClosed,
  UnknownLesson,
} from '../session/errors.js';
export { Runtime } from '../session/runtime.js';
export { Session } from '../session/session.js';
export { toJsonLine } from '../trace/json-lines.js';
