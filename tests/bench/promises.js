/** The measured programs with Node's own promises. Each returns nanoseconds. */

const nothing = async () => {};

/** @param {number} steps */
async function tick(steps) {
  for (let i = 0; i < steps; i++) await null;
}

/**
 * @param {number} began milliseconds
 * @param {number} count
 */
const nanoseconds = (began, count) => ((performance.now() - began) * 1e6) / count;

/** @type {Record<string, (knobs: Record<string, number>) => Promise<number>>} */
export const PROGRAMS = {
  async sleep({ tasks, steps }) {
    const tickers = Array.from({ length: tasks }, () => tick(steps));
    const warmUp = Math.floor(steps / 5) + 1;
    await tick(warmUp);
    const began = performance.now();
    for (const ticker of tickers) await ticker;
    return nanoseconds(began, tasks * (steps - warmUp));
  },

  async depth({ steps }) {
    /** @param {number} depth */
    const below = async (depth) => {
      if (depth > 1) await below(depth - 1);
      else await null;
      return depth;
    };
    await below(5);
    const began = performance.now();
    for (let i = 0; i < steps; i++) await below(5);
    return nanoseconds(began, steps);
  },

  async create({ count }) {
    for (let i = 0; i < count / 5; i++) await nothing();
    const began = performance.now();
    for (let i = 0; i < count; i++) await nothing();
    return nanoseconds(began, count);
  },

  async done({ count }) {
    const done = Promise.resolve(1);
    for (let i = 0; i < count / 5; i++) await done;
    const began = performance.now();
    let sum = 0;
    for (let i = 0; i < count; i++) sum += await done;
    if (sum !== count) throw new Error('a sum is wrong');
    return nanoseconds(began, count);
  },

  async future({ count }) {
    let seen = 0;
    const see = () => seen++;
    const once = () => {
      /** @type {() => void} */
      let complete = nothing;
      const future = new Promise((resolve) => (complete = () => resolve(undefined)));
      future.then(see);
      queueMicrotask(complete);
      return future;
    };
    for (let i = 0; i < count / 5; i++) await once();
    const began = performance.now();
    for (let i = 0; i < count; i++) await once();
    return nanoseconds(began, count);
  },

  async timer({ count }) {
    const others = Array.from({ length: 100_000 }, (_, i) => setTimeout(nothing, 3_600_000 + i));
    const began = performance.now();
    for (let i = 0; i < count; i++) {
      clearTimeout(setTimeout(nothing, 3_600_000 + (i % 100_000)));
      if (i % 1000 === 0) await null;
    }
    const taken = nanoseconds(began, count);
    others.forEach(clearTimeout);
    return taken;
  },

  async many({ tasks }) {
    const began = performance.now();
    const sleepers = Array.from({ length: tasks }, () => tick(1));
    for (const sleeper of sleepers) await sleeper;
    return nanoseconds(began, tasks);
  },

  /** Bytes. */
  async asleep({ tasks }) {
    const { heapUsed } = process.memoryUsage();
    /** @type {() => void} */
    let wake = nothing;
    const morning = new Promise((resolve) => (wake = () => resolve(undefined)));
    const sleeper = async () => {
      await morning;
    };
    const sleepers = Array.from({ length: tasks }, sleeper);
    const bytes = (process.memoryUsage().heapUsed - heapUsed) / tasks;
    wake();
    await Promise.all(sleepers);
    return bytes;
  },
};
