/** Lists of links that are sent back as they were, by somebody who may not write them on this record. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memberId, ok } from './testing/crm-server.ts';
import { startDeviceWorld, type DeviceWorld } from './testing/device-world.ts';

describe('a list of links sent back with other changes', () => {
  let world: DeviceWorld;
  beforeAll(async () => {
    world = await startDeviceWorld();
    await world.crm.changeRole('sales_rep', (role) => ({
      ...role,
      rules: [...role.rules, { effect: 'deny', actions: ['update'], entity: 'device', fields: ['sites', 'staff'], where: { field: 'status', op: 'eq', value: 'scrapped' } }],
    }));
  });
  afterAll(() => world.crm.stop());

  it('takes no right to write it while it is the same, and does when it is another one', async () => {
    const { rep, admin, patch } = world;
    const [first, hidden, other] = [await world.site({ owner: memberId(rep) }), await world.site(), await world.site({ owner: memberId(rep) })];
    const made = await world.device({ owner: memberId(rep), status: 'scrapped', sites: [first.id, hidden.id], staff: [memberId(rep), memberId(admin)] });
    // What is out of sight is not sent, and stays.
    const same = { sites: [first.id], staff: [memberId(rep), memberId(admin)] };
    expect(ok(await patch(made, { ...same, city: 'Bonn' }, rep))).toMatchObject({ version: 2, values: { city: 'Bonn' } });
    expect((await world.read('device', made.id)).values['sites']).toEqual([expect.objectContaining({ id: first.id }), expect.objectContaining({ id: hidden.id })]);
    expect(await world.problems(() => patch({ id: made.id }, { sites: [first.id, other.id], city: 'Ulm' }, rep))).toEqual(['values.sites FIELD_READ_ONLY']);
    expect(await world.problems(() => patch({ id: made.id }, { staff: [memberId(rep)], city: 'Ulm' }, rep))).toEqual(['values.staff FIELD_READ_ONLY']);
    const used = await world.device({ owner: memberId(rep), sites: [first.id] });
    expect((await patch(used, { sites: [other.id] }, rep)).status).toBe(200);
  });
});
