import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Database } from '../../src/database/database.js';
import { Members } from '../../src/people/members.js';
import { RoutedAssignment } from '../../src/routing/routed-assignment.js';
import { WaitingLine } from '../../src/routing/waiting-line.js';
import { inbound, Parley } from '../support/parley.js';
import { propertyOf, routedBy, valueOf } from '../support/routing.js';

let parley: Parley;
const maya = '+16175550111';
const leo = '+16175550112';

beforeEach(async () => {
  parley = await Parley.start();
});
afterEach(() => parley?.close());

async function assigneeOf(number: string): Promise<string | null> {
  const [row] = await parley.rows<{ name: string | null }>(
    'SELECT user.name FROM conversations conversation LEFT JOIN users user ON user.id = conversation.assignee_id WHERE conversation.number = ?',
    [number],
  );
  return row!.name;
}

async function thread(number: string): Promise<string> {
  const { text } = await (await parley.as('avery')).get(`/conversations/${await parley.conversationWith(number)}`);
  return text.replace(/\s+/g, ' ');
}

const member = (name: 'dana' | 'sam' | 'jordan', sql: string, ...values: unknown[]) =>
  parley.write(`UPDATE memberships SET ${sql} WHERE user_id = ?`, [...values, parley.cast[name].id]);
const past = new Date(Date.now() - 3_600_000);
const tomorrow = new Date(Date.now() + 86_400_000);

describe('a conversation that opens', () => {
  test('goes to whom the first matching row names, says why, and the contact keeps them', async () => {
    const { program, maya: contact, dana, sam } = parley.cast;
    const database = parley.app.get(Database);
    const state = await database.transaction(async () => {
      const property = await database.manager.save(propertyOf(program.id, contact.contactTypeId, 'State', 'text'));
      await database.manager.save(valueOf(program.id, contact.id, property.id, 'TX'));
      return `p${property.id}`;
    });
    await routedBy(parley, [
      { conditions: [{ field: state, operator: 'is', values: ['ME'] }], users: [sam] },
      { conditions: [{ field: state, operator: 'is-any-of', values: ['TX', 'OK'] }], users: [dana] },
      { isOtherwise: true, users: [sam] },
    ]);
    await parley.text(maya, 'Is it too late to apply?');
    expect(await assigneeOf(maya)).toBe('Dana Whitfield');
    expect(await thread(maya)).toContain(
      'Assigned to Dana Whitfield by Routing Table “Territory of Recruiter”, row 2: State is any of TX, OK',
    );
    await parley.text(leo, 'Hello');
    expect(await assigneeOf(leo)).toBe('Sam Okafor');
    const stored = await parley.rows<{ user_id: number }>('SELECT user_id FROM contact_users WHERE contact_id = ?', [
      contact.id,
    ]);
    expect(stored.map(({ user_id: id }) => id)).toEqual([dana.id]);
    expect((await (await parley.as('dana')).get('/conversations')).text).toContain('Maya Lindqvist');
    expect((await (await parley.as('sam')).get('/conversations')).text).not.toContain('Maya Lindqvist');
  });

  test('goes to the stored user before any table is asked', async () => {
    const { sam, dana, maya: contact, program } = parley.cast;
    const { property } = await routedBy(parley, [{ isOtherwise: true, users: [dana] }]);
    await parley.write(
      'INSERT INTO contact_users (program_id, contact_id, property_id, user_id, place, created_at) VALUES (?, ?, ?, ?, 0, ?)',
      [program.id, contact.id, property.id, sam.id, past],
    );
    await parley.text(maya, 'Hello');
    expect(await assigneeOf(maya)).toBe('Sam Okafor');
    expect(await thread(maya)).toContain('Assigned to Sam Okafor, Recruiter of this contact');
  });

  test('stays unassigned while auto-assignment is off, and switching it on touches nothing by itself', async () => {
    const { dana } = parley.cast;
    await routedBy(parley, [{ isOtherwise: true, users: [dana] }]);
    const avery = await parley.as('avery');
    const limit = { limit: '4', unit: 'hours' };
    await avery.post('/settings/conversations', limit);
    await parley.text(maya, 'Hello');
    expect(await assigneeOf(maya)).toBeNull();
    await avery.post('/settings/conversations', { ...limit, allowsAutoAssignment: '1' });
    await parley.app.get(WaitingLine).round();
    expect(await assigneeOf(maya)).toBeNull();

    expect((await avery.get('/settings/conversations')).text).toContain('1 open conversation is unassigned');
    const { location } = await avery.post('/settings/conversations/assignment');
    expect((await avery.get(location!)).text).toContain('1 of 1 conversation assigned');
    expect(await assigneeOf(maya)).toBe('Dana Whitfield');
    expect((await avery.get('/settings/conversations')).text).not.toContain('unassigned</h2>');
  });

  test('says that nobody matched', async () => {
    const { sam } = parley.cast;
    await routedBy(parley, [
      { conditions: [{ field: 'last-name', operator: 'is', values: ['Nobody'] }], users: [sam] },
    ]);
    await parley.text(maya, 'Hello');
    expect(await assigneeOf(maya)).toBeNull();
    expect(await thread(maya)).toContain('No row of Routing Table “Territory of Recruiter” matches.');
  });

  test('put back to unassigned by a person, stays there', async () => {
    const { dana } = parley.cast;
    await routedBy(parley, [{ isOtherwise: true, users: [dana] }]);
    await parley.text(maya, 'Hello');
    const id = await parley.conversationWith(maya);
    await (await parley.as('avery')).post(`/conversations/${id}/assignment`, { assignee: '' });
    await parley.text(maya, 'Anybody there?');
    await parley.app.get(WaitingLine).round();
    expect(await assigneeOf(maya)).toBeNull();
  });
});

describe('resolved and opened again', () => {
  test('keeps its assignee, and finds another one when they are no longer active', async () => {
    const { dana, sam } = parley.cast;
    await routedBy(parley, [{ isOtherwise: true, givesTo: 'in-turn', users: [dana, sam] }]);
    await parley.text(maya, 'Hello');
    const avery = await parley.as('avery');
    const resolution = `/conversations/${await parley.conversationWith(maya)}/resolution`;
    await avery.post(resolution);
    const held = jest.spyOn(parley.app.get(Members), 'hold');
    await parley.text(maya, 'One more thing');
    expect(await assigneeOf(maya)).toBe('Dana Whitfield');
    // Whoever deactivates her meanwhile waits for it, and then finds it among what she has open.
    expect(held).toHaveBeenCalledWith(dana.id, parley.cast.program.id);

    await avery.post(resolution);
    await member('dana', 'is_active = 0');
    await parley.text(maya, 'And another');
    expect(await assigneeOf(maya)).toBe('Sam Okafor');

    // Chosen, and in that very moment given a role that handles no conversations.
    held.mockImplementationOnce(async (...said) => {
      await parley.database.run(
        `UPDATE memberships SET role_id = (SELECT MIN(id) FROM roles WHERE name = 'Viewer') WHERE user_id = ?`,
        [sam.id],
      );
      return Members.prototype.hold.apply(parley.app.get(Members), said);
    });
    await parley.text(leo, 'Hello');
    expect(await assigneeOf(leo)).toBeNull();
  });
});

test('what a deactivated person had comes back unassigned when a text opens it, also without auto-assignment', async () => {
  await parley.text(maya, 'Hello');
  const avery = await parley.as('avery');
  const place = `/conversations/${await parley.conversationWith(maya)}`;
  await avery.post(`${place}/assignment`, { assignee: String(parley.cast.dana.id) });
  await avery.post(`${place}/resolution`);
  await member('dana', 'is_active = 0');
  await parley.text(maya, 'One more thing');
  expect(await assigneeOf(maya)).toBeNull();
  expect(await thread(maya)).toContain('Dana Whitfield is no longer active');
});

describe('away and full', () => {
  test('the stand-in gets what comes for somebody away; who has neither gives way to routing', async () => {
    const { dana, sam, jordan } = parley.cast;
    await routedBy(parley, [{ isOtherwise: true, givesTo: 'in-turn', users: [dana, sam] }]);
    await parley.text(maya, 'Hello');
    await member('dana', 'away_from = ?, away_until = ?, stand_in_id = ?', past, tomorrow, jordan.id);
    await parley.text(maya, 'Are you there?');
    expect(await assigneeOf(maya)).toBe('Jordan Reyes');
    expect(await thread(maya)).toMatch(/Assigned to Jordan Reyes, who stands in: Dana Whitfield is away until/);

    await member('jordan', 'away_from = ?', past);
    await parley.text(maya, 'Still nobody?');
    expect(await assigneeOf(maya)).toBe('Sam Okafor');
  });

  test('everybody is away: it waits and says so, the oldest first, and is assigned when somebody is back', async () => {
    const { dana } = parley.cast;
    await routedBy(parley, [{ isOtherwise: true, users: [dana] }]);
    await member('dana', 'away_from = ?, open_limit = 1', past);
    await parley.text(maya, 'Hello');
    await parley.text(leo, 'Hello too');
    expect([await assigneeOf(maya), await assigneeOf(leo)]).toEqual([null, null]);
    expect(await thread(maya)).toContain('Otherwise: Dana Whitfield is away.');
    const line = parley.app.get(WaitingLine);
    await line.round();
    expect(await assigneeOf(maya)).toBeNull();

    // Somebody else goes: it looks again, and holds nothing and nobody for it.
    const held = jest.spyOn(parley.app.get(RoutedAssignment), 'assign');
    await member('jordan', 'away_from = ?', past);
    await line.round();
    expect(held).not.toHaveBeenCalled();

    await member('dana', 'away_from = NULL');
    await line.round();
    expect([await assigneeOf(maya), await assigneeOf(leo)]).toEqual(['Dana Whitfield', null]);

    await (await parley.as('dana')).post(`/conversations/${await parley.conversationWith(maya)}/resolution`);
    await line.round();
    expect(await assigneeOf(leo)).toBe('Dana Whitfield');
  });

  test('one that cannot be assigned holds up none behind it', async () => {
    await routedBy(parley, [{ isOtherwise: true, users: [parley.cast.dana] }]);
    await member('dana', 'away_from = ?, away_until = ?', past, tomorrow);
    await parley.text(maya, 'First');
    await parley.text(leo, 'Second');
    const first = await parley.conversationWith(maya);
    const assignment = parley.app.get(RoutedAssignment);
    const assign = assignment.assign.bind(assignment);
    const broken = jest.spyOn(assignment, 'assign').mockImplementation(async (conversation, ...rest) => {
      if (conversation.id === first) throw new TypeError('Something of Maya’s is not as it should be');
      return assign(conversation, ...rest);
    });
    await member('dana', 'away_from = NULL, away_until = NULL');
    await parley.app.get(WaitingLine).round();
    expect([await assigneeOf(maya), await assigneeOf(leo)]).toEqual([null, 'Dana Whitfield']);
    broken.mockRestore();
  });

  test('an open conversation whose assignee is away goes back to the line when nobody else can have it', async () => {
    const { dana } = parley.cast;
    await routedBy(parley, [{ isOtherwise: true, users: [dana] }]);
    await parley.text(maya, 'Hello');
    await member('dana', 'away_from = ?', past);
    await parley.text(maya, 'Hello again');
    expect(await assigneeOf(maya)).toBeNull();
    await member('dana', 'away_from = NULL');
    await parley.app.get(WaitingLine).round();
    expect(await assigneeOf(maya)).toBe('Dana Whitfield');
  });
});

/** Numbers of as many new contacts. */
async function numbersOf(count: number): Promise<string[]> {
  const { program, maya: contact } = parley.cast;
  const numbers = Array.from({ length: count }, (_, place) => `+1617${String(5560000 + place)}`);
  await parley.write(
    `INSERT INTO contacts (program_id, contact_type_id, first_name, last_name, created_at, updated_at)
     VALUES ${numbers.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}`,
    numbers.flatMap((number) => [program.id, contact.contactTypeId, 'A', number, past, past]),
  );
  await parley.write(
    `INSERT INTO phone_numbers (program_id, contact_id, number, reversed, label, position)
     SELECT program_id, id, last_name, '', 'Mobile', 0 FROM contacts WHERE first_name = 'A'`,
  );
  return numbers;
}

test('a stand-in gets no more than their limit, however many texts arrive at once', async () => {
  const { dana, jordan } = parley.cast;
  await routedBy(parley, [{ isOtherwise: true, users: [dana] }]);
  const numbers = await numbersOf(12);
  for (const number of numbers) await parley.text(number, 'Hello');
  await member('dana', 'away_from = ?, stand_in_id = ?', past, jordan.id);
  await member('jordan', 'open_limit = 3');
  await Promise.all(numbers.map((number) => parley.text(number, 'Are you there?')));
  const owners = await Promise.all(numbers.map(assigneeOf));
  expect(owners.filter(Boolean)).toEqual(['Jordan Reyes', 'Jordan Reyes', 'Jordan Reyes']);
});

test('many conversations opening at once are spread exactly, by two processes, and a repeated text moves nobody’s turn', async () => {
  const { dana, sam, jordan, avery } = parley.cast;
  await routedBy(parley, [{ isOtherwise: true, givesTo: 'in-turn', users: [dana, sam, jordan, avery] }]);
  const numbers = await numbersOf(400);
  const beside = await Parley.start({ beside: parley });
  const texts = numbers.map((number) => inbound(number, 'Hello'));
  const processes = [parley, beside];
  await Promise.all(texts.map((text, place) => processes[place % 2]!.webhook('inbound', text)));
  await Promise.all(texts.slice(0, 40).map((text) => parley.webhook('inbound', text)));
  const counts = await parley.rows<{ count: number | string }>(
    'SELECT COUNT(*) AS count FROM conversations WHERE number LIKE ? GROUP BY assignee_id',
    ['+161755%'],
  );
  expect(counts.map(({ count }) => Number(count))).toEqual([100, 100, 100, 100]);
  await beside.close();
}, 120_000);
