import { describe, expect, it } from '@jest/globals';
import { compiled, drawProcess, runScenario, type DrawnProcess, type ScenarioOptions } from '../testing/index.ts';

interface Row extends DrawnProcess {
  readonly title: string;
  readonly options?: ScenarioOptions;
  readonly moves?: readonly string[];
  readonly status: string;
  readonly open?: readonly string[];
  readonly parked?: readonly string[];
  /** Elements entered, in order. */
  readonly entered?: string;
}

const rows: readonly Row[] = [
  // ---- a way through ---------------------------------------------------------------------------
  { title: 'a process without work runs to its end at once', nodes: ['start s', 'end e'], flows: ['s > e'], status: 'completed', entered: 's e' },
  { title: 'a user task waits for a person', nodes: ['start s', 'user A', 'end e'], flows: ['s > A', 'A > e'], status: 'running', open: ['A'], entered: 's A' },
  { title: 'completing the last task ends the process', nodes: ['start s', 'user A', 'end e'], flows: ['s > A', 'A > e'], moves: ['approve A'], status: 'completed', entered: 's A e' },
  { title: 'an activity without outgoing flow ends its branch', nodes: ['start s', 'work A'], flows: ['s > A'], moves: ['complete A'], status: 'completed' },
  { title: 'a start with two flows starts both', nodes: ['start s', 'user A', 'user B', 'end e'], flows: ['s > A', 's > B', 'A > e', 'B > e'], status: 'running', open: ['A', 'B'] },

  // ---- row 1: AND-join ---------------------------------------------------------------------------
  { title: 'a join waits until every incoming flow has a token', nodes: ['start s', 'and f', 'user A', 'user B', 'and j', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > j', 'B > j', 'j > e'], moves: ['approve A'], status: 'running', open: ['B'], parked: ['A_j'] },
  { title: 'a join goes on when the last flow has its token', nodes: ['start s', 'and f', 'user A', 'user B', 'and j', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > j', 'B > j', 'j > e'], moves: ['approve B', 'approve A'], status: 'completed', entered: 's f A B j e' },
  {
    title: 'two tokens on one flow are not a token on each: the join does not go on',
    nodes: ['start s', 'and f', 'xor m', 'user A', 'user B', 'and j', 'end e'],
    flows: ['s > f', 'f > m', 'f1: f > m', 'f > B', 'm > A', 'A > j', 'B > j', 'j > e'],
    moves: ['approve A', 'approve A'],
    status: 'running', open: ['B'], parked: ['A_j', 'A_j'],
  },
  {
    title: 'a join consumes one token from each flow and the surplus stays, which is reported',
    nodes: ['start s', 'and f', 'xor m', 'user A', 'user B', 'and j', 'end e'],
    flows: ['s > f', 'f > m', 'f1: f > m', 'f > B', 'm > A', 'A > j', 'B > j', 'j > e'],
    moves: ['approve A', 'approve A', 'approve B'],
    status: 'incident', parked: ['A_j'], entered: 's f m m B A A j e',
  },
  {
    title: 'a join goes on once for each full set of tokens',
    nodes: ['start s', 'and f', 'xor m', 'xor n', 'and j', 'user A', 'end e'],
    flows: ['s > f', 'f > m', 'f1: f > m', 'f > n', 'f2: f > n', 'm > j', 'n > j', 'j > A', 'A > e'],
    status: 'running', open: ['A', 'A'],
  },
  { title: 'two flows between the same two gateways are two flows', nodes: ['start s', 'and f', 'and j', 'end e'], flows: ['s > f', 'f > j', 'f > j', 'j > e'], status: 'completed', entered: 's f j e' },
  {
    title: 'a join in a loop needs a new token on each flow every time round',
    nodes: ['start s', 'xor m', 'and f', 'user A', 'user B', 'and j', 'xor g', 'end e'],
    flows: ['s > m', 'm > f', 'f > A', 'f > B', 'A > j', 'B > j', 'j > g', 'g > m [B_outcome = "reject"]', 'g > e *'],
    moves: ['approve A', 'reject B', 'approve A'],
    status: 'running', open: ['B'], parked: ['A_j'],
  },

  // ---- row 4: XOR join -----------------------------------------------------------------------------
  { title: 'an exclusive gateway that joins passes every token', nodes: ['start s', 'and f', 'user A', 'user B', 'xor j', 'work C', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > j', 'B > j', 'j > C', 'C > e'], moves: ['approve A', 'approve B'], status: 'running', open: ['C', 'C'] },
  { title: 'an exclusive gateway that joins cancels nothing', nodes: ['start s', 'and f', 'user A', 'user B', 'xor j', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > j', 'B > j', 'j > e'], moves: ['approve A'], status: 'running', open: ['B'] },

  // ---- exclusive split, row 5 ------------------------------------------------------------------------
  { title: 'the first true flow is taken, in the order of the file', nodes: ['start s', 'xor g', 'user A', 'user B'], flows: ['s > g', 'g > A [total > 1]', 'g > B [total > 0]'], options: { facts: { total: '5' } }, status: 'running', open: ['A'] },
  { title: 'the default is taken when nothing else is true, wherever it stands', nodes: ['start s', 'xor g', 'user A', 'user B'], flows: ['s > g', 'g > A *', 'g > B [total > 1]'], options: { facts: { total: '0.5' } }, status: 'running', open: ['A'] },
  { title: 'the default is not taken when a later flow is true', nodes: ['start s', 'xor g', 'user A', 'user B'], flows: ['s > g', 'g > A *', 'g > B [total > 1]'], options: { facts: { total: '2' } }, status: 'running', open: ['B'] },
  { title: 'a condition over nothing is not true', nodes: ['start s', 'xor g', 'user A', 'user B'], flows: ['s > g', 'g > A [total > 1]', 'g > B *'], options: { facts: {} }, status: 'running', open: ['B'] },
  { title: 'no true flow and no default is an incident, not an end', nodes: ['start s', 'xor g', 'user A', 'user B'], flows: ['s > g', 'g > A [total > 1]', 'g > B [total < 0]'], options: { facts: { total: '0' } }, status: 'incident', open: [] },
  { title: 'an incident in one branch leaves the other branch its work', nodes: ['start s', 'and f', 'xor g', 'user A', 'user B', 'end e'], flows: ['s > f', 'f > g', 'f > B', 'g > A [checked]', 'g > e [checked]', 'B > e'], status: 'incident', open: ['B'] },

  // ---- row 6: conditions on activities ------------------------------------------------------------------
  { title: 'an activity takes all flows without condition', nodes: ['start s', 'work T', 'user A', 'user B'], flows: ['s > T', 'T > A', 'T > B'], moves: ['complete T'], status: 'running', open: ['A', 'B'] },
  { title: 'an activity takes every flow whose condition is true', nodes: ['start s', 'work T', 'user A', 'user B', 'user C'], flows: ['s > T', 'T > A [total > 1]', 'T > B [total > 2]', 'T > C [total > 9]'], moves: ['complete T'], options: { facts: { total: '5' } }, status: 'running', open: ['A', 'B'] },
  { title: 'an activity takes flows without condition beside true ones', nodes: ['start s', 'work T', 'user A', 'user B'], flows: ['s > T', 'T > A', 'T > B [total > 9]'], moves: ['complete T'], options: { facts: { total: '5' } }, status: 'running', open: ['A'] },
  { title: 'the default of an activity is taken only when no condition is true', nodes: ['start s', 'work T', 'user A', 'user B'], flows: ['s > T', 'T > A [checked]', 'T > B *'], moves: ['complete T'], status: 'running', open: ['B'] },
  { title: 'the default of an activity is not taken beside a true condition', nodes: ['start s', 'work T', 'user A', 'user B'], flows: ['s > T', 'T > A [checked]', 'T > B *'], moves: ['complete T'], options: { facts: { checked: true } }, status: 'running', open: ['A'] },
  { title: 'no true flow out of an activity without default is an incident', nodes: ['start s', 'work T', 'user A', 'user B'], flows: ['s > T', 'T > A [checked]', 'T > B [total > 1]'], moves: ['complete T'], status: 'incident', open: [] },

  // ---- row 7: several incoming flows on an activity --------------------------------------------------------
  { title: 'each token that arrives at an activity starts a run of its own', nodes: ['start s', 'and f', 'user A', 'user B', 'work C', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > C', 'B > C', 'C > e'], moves: ['approve A', 'approve B'], status: 'running', open: ['C', 'C'] },
  { title: 'the process ends after every one of the runs', nodes: ['start s', 'and f', 'user A', 'user B', 'work C', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > C', 'B > C', 'C > e'], moves: ['approve A', 'approve B', 'complete C', 'complete C'], status: 'completed' },

  // ---- rows 12 and 13: ends ----------------------------------------------------------------------------------
  { title: 'an end event ends its own branch only', nodes: ['start s', 'and f', 'user A', 'user B', 'end e', 'end e2'], flows: ['s > f', 'f > A', 'f > B', 'A > e', 'B > e2'], moves: ['approve A'], status: 'running', open: ['B'] },
  { title: 'a terminate end event ends everything', nodes: ['start s', 'and f', 'user A', 'user B', 'terminate t', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > t', 'B > e'], moves: ['approve A'], status: 'terminated', open: [] },
  {
    title: 'a terminate end event in a sub-process ends only that run of it',
    nodes: ['start s', 'and f', { sub: 'S', nodes: ['start s1', 'and f1', 'user A', 'user B', 'terminate t', 'end e1'], flows: ['s1 > f1', 'f1 > A', 'f1 > B', 'A > t', 'B > e1'] }, 'user C', 'work D', 'end e'],
    flows: ['s > f', 'f > S', 'f > C', 'S > D', 'D > e', 'C > e'],
    moves: ['approve A'],
    status: 'running', open: ['C', 'D'],
  },
  {
    title: 'a terminate end event in an inner sub-process leaves the outer one alone',
    nodes: ['start s', { sub: 'O', nodes: ['start s1', 'and f1', 'user A', { sub: 'I', nodes: ['start s2', 'and f2', 'user B', 'user X', 'terminate t'], flows: ['s2 > f2', 'f2 > B', 'f2 > X', 'B > t', 'X > t'] }, 'work C'], flows: ['s1 > f1', 'f1 > A', 'f1 > I', 'I > C'] }, 'end e'],
    flows: ['s > O', 'O > e'],
    moves: ['approve B'],
    status: 'running', open: ['A', 'C'],
  },
  {
    title: 'a terminate end event in a sub-process ends the sub-processes inside it',
    nodes: ['start s', { sub: 'O', nodes: ['start s1', 'and f1', 'user A', 'terminate t', { sub: 'I', nodes: ['start s2', 'and f2', 'user B', 'user X', 'and j', 'end e2'], flows: ['s2 > f2', 'f2 > B', 'f2 > X', 'B > j', 'X > j', 'j > e2'] }], flows: ['s1 > f1', 'f1 > A', 'f1 > I', 'A > t'] }, 'work C'],
    flows: ['s > O', 'O > C'],
    moves: ['approve B', 'approve A'],
    status: 'running', open: ['C'], parked: [],
  },
  {
    title: 'a terminate end event around a sub-process ends what is inside',
    nodes: ['start s', 'and f', { sub: 'S', nodes: ['start s1', 'user A'], flows: ['s1 > A'] }, 'user B', 'terminate t'],
    flows: ['s > f', 'f > S', 'f > B', 'B > t', 'S > t'],
    moves: ['approve B'],
    status: 'terminated', open: [],
  },

  // ---- sub-process -------------------------------------------------------------------------------------------
  { title: 'a sub-process is left when no token is left inside', nodes: ['start s', { sub: 'S', nodes: ['start s1', 'and f', 'user A', 'user B', 'end e1'], flows: ['s1 > f', 'f > A', 'f > B', 'A > e1', 'B > e1'] }, 'user C'], flows: ['s > S', 'S > C'], moves: ['approve A', 'approve B'], status: 'running', open: ['C'] },
  { title: 'a sub-process waits while a token is left inside', nodes: ['start s', { sub: 'S', nodes: ['start s1', 'and f', 'user A', 'user B', 'end e1'], flows: ['s1 > f', 'f > A', 'f > B', 'A > e1', 'B > e1'] }, 'user C'], flows: ['s > S', 'S > C'], moves: ['approve A'], status: 'running', open: ['B'] },
  {
    title: 'a join does not mix tokens of two runs of a sub-process',
    nodes: ['start s', 'and f', 'xor m', { sub: 'S', nodes: ['start s1', 'and f1', 'user A', 'user B', 'and j', 'work D'], flows: ['s1 > f1', 'f1 > A', 'f1 > B', 'A > j', 'B > j', 'j > D'] }, 'end e'],
    flows: ['s > f', 'f > m', 'f > m', 'm > S', 'S > e'],
    moves: ['approve A', 'approve B 2'],
    status: 'running', open: ['A', 'B'], parked: ['A_j', 'B_j'],
  },

  // ---- row 29: deadlock ----------------------------------------------------------------------------------------
  { title: 'a join after an exclusive split is stuck, and says so', nodes: ['start s', 'xor g', 'user A', 'user B', 'and j', 'end e'], flows: ['s > g', 'g > A [checked]', 'g > B *', 'A > j', 'B > j', 'j > e'], moves: ['approve B'], status: 'incident', open: [], parked: ['B_j'] },
  {
    title: 'a stuck join in a sub-process is found',
    nodes: ['start s', { sub: 'S', nodes: ['start s1', 'xor g', 'work A', 'work B', 'and j', 'end e1'], flows: ['s1 > g', 'g > A [checked]', 'g > B *', 'A > j', 'B > j', 'j > e1'] }, 'end e'],
    flows: ['s > S', 'S > e'],
    moves: ['complete B'],
    status: 'incident', open: [], parked: ['B_j'],
  },
  { title: 'a parked token is no deadlock while a task is open elsewhere', nodes: ['start s', 'and f', 'xor g', 'user A', 'user B', 'and j', 'end e'], flows: ['s > f', 'f > g', 'f > B', 'g > j [checked]', 'x: g > j *', 'B > e', 'j > A', 'A > e'], status: 'running', open: ['B'], parked: ['x'] },
];

describe('step', () => {
  it.each(rows.map((row) => [row.title, row] as const))('%s', async (_title, { options, moves = [], status, open, parked, entered, ...process }) => {
    const scenario = runScenario(await compiled(drawProcess(process)), moves, options);
    expect(scenario.status).toBe(status);
    if (open) expect(scenario.open).toEqual(open);
    if (parked) expect(scenario.parked).toEqual(parked);
    if (entered !== undefined) expect(scenario.entered.join(' ')).toBe(entered);
  });
});
