/** The search hears what the code reads from parsed JSON, and lets go of it. */
import { openUses } from '../../../../../../src/author/explorer/in-host/search/uses.cjs';

test('members that are read from parsed JSON are heard until the uses are closed', () => {
  const original = JSON.parse;
  const uses = openUses();
  const order = JSON.parse('{}') as { total?: number };
  expect(order.total).toBeUndefined();
  expect([...uses.files.shape.members.keys()]).toContain('total');
  uses.close();
  expect(JSON.parse).toBe(original);
});
