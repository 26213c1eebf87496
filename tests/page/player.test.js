/** The cursor: steps, seeks and paced play, on timers that the test moves. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Player } from '../../web/player/player.js';
import { everyCallback, everyEventOfTask, samePlace } from '../../web/player/stops.js';

/** @typedef {import('../../web/trace/event.js').TraceEvent} TraceEvent */

/**
 * @param {[string, number, object?][]} list kind, time and fields of each event
 * @returns {TraceEvent[]}
 */
function events(list) {
  return list.map(
    ([kind, time, fields], index) =>
      /** @type {TraceEvent} */ (
        /** @type {unknown} */ ({ seq: index + 1, kind, time, cause: null, line: null, ...fields })
      ),
  );
}

const RUN = events([
  ['PROGRAM_BEGINS', 0],
  ['HANDLE_RUNS', 0, { handle: 1 }],
  ['STEP_BEGINS', 0, { task: 7 }],
  ['HANDLE_ENDS', 0, { handle: 1 }],
  ['TIMER_FIRED', 2, { handle: 2 }],
  ['HANDLE_RUNS', 2, { handle: 2 }],
  ['FUTURE_DONE', 2, { future: 7 }],
]);

/** A session that has come to its end. */
const ended = (history = RUN) => ({ history, state: 'ended', advance: () => {} });

/** A session that gives an event a handle. */
function live() {
  /** @type {TraceEvent[]} */
  const history = [];
  return {
    history,
    state: 'ready',
    advance() {
      history.push(/** @type {TraceEvent} */ (RUN[history.length]));
      if (history.length === RUN.length) this.state = 'ended';
    },
  };
}

class TestTimers {
  time = 0;
  /** @type {Map<number, { at: number, callback: () => void }>} */
  #set = new Map();
  #last = 0;

  /** @param {() => void} callback @param {number} ms */
  set = (callback, ms) => {
    this.#set.set(++this.#last, { at: this.time + ms, callback });
    return this.#last;
  };

  /** @param {number} timer */
  clear = (timer) => void this.#set.delete(timer);
  now = () => this.time;

  /** @param {number} ms */
  pass(ms) {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.#set].sort(([, a], [, b]) => a.at - b.at);
      if (!next || next[1].at > end) break;
      this.#set.delete(next[0]);
      this.time = next[1].at;
      next[1].callback();
    }
    this.time = end;
  }
}

describe('stepping', () => {
  it('goes forward and back by events, and stops at both ends', () => {
    const player = new Player(ended());
    player.back();
    assert.equal(player.position, 0);
    for (let step = 0; step < 20; step++) player.forward();
    assert.equal(player.position, RUN.length);
    assert.ok(player.atEnd);
    player.back();
    assert.equal(player.position, RUN.length - 1);
  });

  it('goes by callbacks', () => {
    const player = new Player(ended());
    player.stepBy(everyCallback);
    player.forward();
    assert.equal(player.position, 2);
    player.forward();
    assert.equal(player.position, 6);
    player.back();
    assert.equal(player.position, 2);
  });

  it('goes by what concerns a task', () => {
    const player = new Player(ended());
    player.stepBy(everyEventOfTask(7, () => null));
    player.forward();
    assert.equal(player.position, 3);
    player.forward();
    assert.equal(player.position, 7);
  });

  it('asks the session for more at the live edge, and only there', () => {
    const session = live();
    const player = new Player(session);
    player.forward();
    player.forward();
    assert.equal(session.history.length, 2);
    player.back();
    player.forward();
    assert.equal(session.history.length, 2);
    player.end();
    assert.equal(player.position, RUN.length);
  });

  it('keeps a seek within the run', () => {
    const player = new Player(ended());
    player.seek(1e9);
    assert.equal(player.position, RUN.length);
    player.seek(-3);
    assert.equal(player.position, 0);
  });
});

describe('playing', () => {
  /** @param {number} rate */
  function timeOfPlay(rate) {
    const timers = new TestTimers();
    const player = new Player(ended(), timers);
    player.rate = rate;
    player.play();
    while (player.playing) timers.pass(10);
    assert.ok(player.atEnd);
    return timers.time;
  }

  it('takes a second for a second of loop time, and less at a higher rate', () => {
    const whole = timeOfPlay(1);
    assert.ok(whole > 2000);
    assert.ok(Math.abs(timeOfPlay(4) - whole / 4) < 100);
    assert.ok(Math.abs(timeOfPlay(0.5) - whole * 2) < 100);
  });

  it('lets loop time pass between two events', () => {
    const timers = new TestTimers();
    const player = new Player(ended(), timers);
    player.seek(4);
    player.play();
    timers.pass(1000);
    assert.equal(player.position, 4);
    assert.ok(player.time > 0.9 && player.time < 1.1, `${player.time}`);
  });

  it('stays where it is when paused', () => {
    const timers = new TestTimers();
    const player = new Player(ended(), timers);
    player.play();
    timers.pass(500);
    player.pause();
    const { position } = player;
    timers.pass(10_000);
    assert.equal(player.position, position);
    assert.equal(player.time, 0);
  });

  it('pauses of itself where it is told to', () => {
    const timers = new TestTimers();
    const player = new Player(ended(), timers);
    player.pauseAt((position) => position === 3);
    player.play();
    timers.pass(10_000);
    assert.equal(player.position, 3);
    assert.equal(player.playing, false);
  });

  it('pauses within a longer step', () => {
    const timers = new TestTimers();
    const player = new Player(ended(), timers);
    player.stepBy(() => false);
    player.pauseAt((position) => position === 3);
    player.play();
    timers.pass(10_000);
    assert.equal(player.position, 3);
    assert.equal(player.playing, false);
  });

  it('begins again after the end', () => {
    const player = new Player(ended(), new TestTimers());
    player.end();
    player.play();
    assert.equal(player.position, 0);
    player.close();
  });
});

describe('the same place in another run', () => {
  const other = events([
    ['PROGRAM_BEGINS', 0],
    ['HANDLE_RUNS', 0],
    ['TIMER_FIRED', 1],
    ['TIMER_FIRED', 2],
    ['HANDLE_RUNS', 2],
    ['HANDLE_ENDS', 2],
    ['TIMER_FIRED', 5],
  ]);

  it('is as far into the same instant', () => {
    assert.equal(samePlace(RUN, 6, other), 5);
  });

  it('is not beyond that instant', () => {
    assert.equal(samePlace(RUN, 4, other), 2);
  });

  it('is the start for the start and the end for the end', () => {
    assert.equal(samePlace(RUN, 0, other), 0);
    assert.equal(samePlace(RUN, RUN.length, other), other.length);
  });
});
