import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrowingList } from '../../web/model/growing-list.js';
import { IdMap } from '../../web/model/id-map.js';
import { seededRandom } from './support/random.js';

test('IdMap holds what a Map holds, in the order of ids', () => {
  const random = seededRandom(1);
  /** @type {Map<number, string>} */
  const expected = new Map();
  /** @type {IdMap<string>} */
  let map = new IdMap();
  for (let index = 0; index < 2000; index++) {
    const id = random(index % 3 === 0 ? 40 : 50_000);
    map = map.set(id, `value ${index}`);
    expected.set(id, `value ${index}`);
  }
  const sorted = [...expected].sort(([a], [b]) => a - b);
  assert.deepEqual([...map], sorted);
  assert.deepEqual(
    [...map.keys()],
    sorted.map(([id]) => id),
  );
  assert.deepEqual(
    [...map.values()],
    sorted.map(([, value]) => value),
  );
  assert.equal(map.size, expected.size);
  for (const [id, value] of expected) assert.equal(map.get(id), value);
});

test('IdMap: an older map stays as it was', () => {
  const one = new IdMap().set(5, 'a');
  const two = one.set(5, 'b').set(70_000, 'c');
  assert.deepEqual([...one], [[5, 'a']]);
  assert.deepEqual(
    [...two],
    [
      [5, 'b'],
      [70_000, 'c'],
    ],
  );
});

test('IdMap: what is not there is undefined, also beyond its range', () => {
  const map = new IdMap().set(3, 'a');
  for (const id of [0, 2, 4, 35, 99_999, 2 ** 32, -1, null, undefined]) {
    assert.equal(map.get(id), undefined);
    assert.equal(map.has(id), false);
  }
  assert.equal(new IdMap().get(0), undefined);
});

test('GrowingList appends without changing the list before', () => {
  /** @type {GrowingList<number>[]} */
  const lists = [new GrowingList()];
  for (let index = 0; index < 100; index++) lists.push(lists[index].append(index * 10));
  assert.deepEqual([...lists[3]], [0, 10, 20]);
  assert.equal(lists[100].length, 100);
  assert.equal(lists[100].at(-1), 990);
  assert.equal(lists[100].at(100), undefined);
  assert.deepEqual(lists[100].slice(97, 200), [970, 980, 990]);
  assert.deepEqual(lists[2].slice(), [0, 10]);
  const branch = lists[2].append(7);
  assert.deepEqual(
    [[...branch], [...lists[3]]],
    [
      [0, 10, 7],
      [0, 10, 20],
    ],
  );
});
