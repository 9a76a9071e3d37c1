import { AuditLine } from '../../src/audit/audit-line.js';
import { ConsentChange } from '../../src/consent/consent-change.js';
import { OptOutWish } from '../../src/consent/opt-out-wish.js';
import { OptOut } from '../../src/consent/opt-out.js';
import { ContactProperty } from '../../src/contacts/contact-property.js';
import { ContactUser } from '../../src/contacts/contact-user.js';
import { Contact } from '../../src/contacts/contact.js';
import { PhoneNumber } from '../../src/contacts/phone-number.js';
import { PropertyValue } from '../../src/contacts/property-value.js';
import { failureReason } from '../../src/conversations/failure-reasons.js';
import { Conversation } from '../../src/conversations/conversation.js';
import { failures } from '../../src/conversations/message-status.js';
import { Message } from '../../src/conversations/message.js';
import { Note } from '../../src/conversations/note.js';
import { asDate } from '../../src/database/columns.js';
import { connect } from '../../src/database/data-sources.js';
import { Database } from '../../src/database/database.js';
import { DemoOffice } from '../../src/demo/demo-office.js';
import { CampaignRecipient } from '../../src/marketing/campaign-recipient.js';
import { Campaign } from '../../src/marketing/campaign.js';
import { Event } from '../../src/events/event.js';
import { ContactHold } from '../../src/privacy/contact-hold.js';
import { matches } from '../../src/people/passwords.js';
import { readConfig } from '../../src/config.js';
import { Clock } from '../../src/programs/clock.js';
import { Program } from '../../src/programs/program.js';
import { RoutingTable } from '../../src/routing/routing-table.js';
import { CannotStart } from '../../src/cannot-start.js';
import { run } from '../../src/run.js';
import { freshDatabase } from '../support/database.js';

const at = (now: string) => Object.assign(new Clock(), { now: () => new Date(now) });
const byTime = (one: Message, other: Message) => one.at.getTime() - other.at.getTime() || one.id - other.id;

/** An office furnished at some moment, with all that the tests ask it. */
async function furnished(now: string) {
  const { url, drop } = await freshDatabase();
  const database = new Database(await connect(url));
  await new DemoOffice(database, at(now)).furnish();
  const { manager } = database;
  const program = await manager.findOneByOrFail(Program, { name: 'Alderbrook University' });
  const own = { where: { programId: program.id } };
  const everything = {
    conversations: await manager.find(Conversation, own),
    messages: (await manager.find(Message, own)).sort(byTime),
    events: await manager.find(Event, { ...own, order: { id: 'ASC' } }),
    notes: await manager.find(Note, own),
  };
  const close = async () => {
    await database.onApplicationShutdown();
    await drop();
  };
  return { url, database, program, ...everything, close };
}

describe.each([
  ['on a Tuesday afternoon', '2026-03-10T18:05:00Z'],
  ['on a Sunday at three in the morning', '2026-11-22T08:00:00Z'],
  ['a minute after opening on Monday', '2026-06-15T12:31:00Z'],
])('the demo office, furnished %s', (_, now) => {
  let office: Awaited<ReturnType<typeof furnished>>;
  beforeAll(async () => {
    office = await furnished(now);
  });
  afterAll(() => office.close());

  const textsOf = ({ id }: Conversation) => office.messages.filter(({ conversationId }) => conversationId === id);
  const eventsOf = ({ id }: Conversation) => office.events.filter(({ conversationId }) => conversationId === id);
  const listed = () => office.conversations.filter(({ isListed }) => isListed);

  it('is as full as an office', async () => {
    const contacts = await office.database.manager.countBy(Contact, { programId: office.program.id });
    expect(contacts).toBeGreaterThanOrEqual(55);
    expect(contacts).toBeLessThanOrEqual(65);
    expect(listed().length).toBeGreaterThanOrEqual(40);
    expect(listed().length).toBeLessThanOrEqual(60);
    expect(listed().filter(({ status }) => status === 'open').length).toBeGreaterThanOrEqual(15);
    expect(listed().filter(({ status }) => status === 'resolved').length).toBeGreaterThanOrEqual(15);
    expect(Math.max(...office.conversations.map((conversation) => textsOf(conversation).length))).toBeGreaterThan(60);
    const senders = office.conversations.filter(({ contactId }) => contactId === null);
    expect(senders.map(({ senderState }) => senderState).sort()).toEqual([
      'blocked',
      'spam',
      'spam',
      'waiting',
      'waiting',
    ]);
    expect(office.conversations.filter(({ status }) => status === 'unopened').length).toBeGreaterThanOrEqual(8);
  });

  it('holds one of its contacts, and accounts for it', async () => {
    const { manager } = office.database;
    const { id: programId } = office.program;
    const [hold] = await manager.findBy(ContactHold, { programId });
    const lines = await manager.find(AuditLine, { where: { programId }, order: { id: 'ASC' } });
    expect(lines).toMatchObject([{ kind: 'contact-held', contactId: hold!.contactId }, { kind: 'contact-exported' }]);
    expect(lines.every(({ at }) => at < new Date(now))).toBe(true);
  });

  it('knows who has which territory, and leaves it to the newcomer to switch auto-assignment on', async () => {
    const { manager } = office.database;
    const programId = office.program.id;
    expect(office.program.allowsAutoAssignment).toBe(false);
    const table = await manager.findOneOrFail(RoutingTable, {
      where: { programId },
      relations: { rows: { users: true } },
    });
    expect(table.rows.map((row) => [row.conditions.length, row.users.length])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [0, 2],
    ]);
    const [recruiter] = await manager.findBy(ContactProperty, { programId, kind: 'user-relationship' });
    expect(recruiter).toMatchObject({ name: 'Recruiter', routingTableId: table.id });
    expect(await manager.countBy(ContactUser, { programId })).toBeGreaterThan(5);
    const states = await manager.findBy(PropertyValue, { programId, part: 'state' });
    expect(new Set(states.map(({ value }) => value)).size).toBeGreaterThan(15);
  });

  it('holds the last days, up to a few minutes ago, and nothing of the future', () => {
    const times = [...office.messages, ...office.events, ...office.notes].map((row) => row.at.getTime());
    const age = (time: number) => (new Date(now).getTime() - time) / 60_000;
    expect(age(Math.max(...times))).toBeGreaterThanOrEqual(0);
    expect(age(Math.max(...times))).toBeLessThan(10);
    expect(age(Math.min(...times)) / 1440).toBeGreaterThan(6);
    expect(age(Math.min(...times)) / 1440).toBeLessThan(12);
  });

  it('has columns that agree with the texts', () => {
    for (const conversation of office.conversations) {
      const texts = textsOf(conversation);
      const said = texts.filter(({ source }) => source !== 'answer' && source !== 'opt-out-confirmation').at(-1);
      const isWaiting = Boolean(said?.isInbound) && conversation.status !== 'resolved';
      expect(conversation.lastMessageId).toBe(texts.at(-1)?.id);
      expect(conversation.lastActivityAt.getTime()).toBeGreaterThanOrEqual(texts.at(-1)!.at.getTime());
      expect(conversation.waitingSince !== null).toBe(isWaiting);
      const lastOfOurs = texts.filter(({ isInbound }) => !isInbound).at(-1);
      expect(conversation.hasFailed).toBe(lastOfOurs !== undefined && failures.includes(lastOfOurs.status));
    }
  });

  it('has columns that agree with what happened', () => {
    for (const conversation of office.conversations) {
      const events = eventsOf(conversation);
      const last = (...kinds: string[]) => events.filter(({ kind }) => kinds.includes(kind)).at(-1);
      const isOpened = events.some(({ kind }) => kind === 'opened');
      expect(conversation.isListed).toBe(isOpened);
      expect(conversation.status === 'unopened').toBe(!isOpened);
      if (isOpened)
        expect(conversation.status === 'resolved').toBe(last('opened', 'reopened', 'resolved')?.kind === 'resolved');
      expect(conversation.assigneeId).toBe(last('assigned')?.assigneeId ?? null);
      expect(conversation.unassignedSince !== null).toBe(
        conversation.status === 'open' && conversation.assigneeId === null,
      );
    }
  });

  it('was opened by texts of contacts, and tells of every text', () => {
    const texts = new Map(office.messages.map((message) => [message.id, message]));
    for (const conversation of listed()) expect(textsOf(conversation).some(({ isInbound }) => isInbound)).toBe(true);
    const told = office.events.filter(({ kind }) => kind === 'received' || kind === 'queued');
    const known = office.conversations.filter(({ contactId }) => contactId !== null).flatMap(textsOf);
    expect(new Set(told.map(({ messageId }) => messageId))).toEqual(new Set(known.map(({ id }) => id)));
    for (const { kind, messageId, conversationId } of told) {
      expect(texts.get(messageId!)?.isInbound).toBe(kind === 'received');
      expect(texts.get(messageId!)?.conversationId).toBe(conversationId);
    }
  });

  it('has unread marks only of people who can see the conversation', async () => {
    const rows = await office.database.query<{ permissions: string; user_id: number; assignee_id: number | null }>(
      `SELECT role.permissions, unread.user_id, conversation.assignee_id
       FROM unreads unread JOIN conversations conversation ON conversation.id = unread.conversation_id
       JOIN memberships member ON member.user_id = unread.user_id AND member.program_id = unread.program_id
       JOIN roles role ON role.id = member.role_id`,
    );
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows)
      expect(row.permissions.includes('view-all-conversations') || row.user_id === row.assignee_id).toBe(true);
  });

  it('shows what can go wrong', async () => {
    const failed = office.messages.filter(({ errorCode }) => errorCode);
    expect(failed.map(({ status }) => status).sort()).toEqual(['unconfirmed', 'undeliverable']);
    for (const { errorCode } of failed) expect(failureReason(errorCode!).reason).not.toContain('code');
    const optOuts = await office.database.manager.findBy(OptOut, { programId: office.program.id });
    const changes = await office.database.manager.findBy(ConsentChange, { programId: office.program.id });
    expect(optOuts).toHaveLength(2);
    expect(changes.map(({ change }) => change).sort()).toEqual(['opt-in', 'opt-out', 'opt-out', 'opt-out']);
    for (const { number } of optOuts)
      expect(changes.some((one) => one.number === number && one.change === 'opt-out')).toBe(true);
    const limit = new Date(now).getTime() - office.program.waitingLimitMinutes * 60_000;
    expect(listed().some(({ unassignedSince }) => unassignedSince && unassignedSince.getTime() < limit)).toBe(true);
  });

  it('has the Quick Messages and Campaigns that its texts came from, with what became of each', async () => {
    const own = { where: { programId: office.program.id } };
    const campaigns = await office.database.manager.find(Campaign, own);
    const recipients = await office.database.manager.find(CampaignRecipient, own);
    const sent = office.messages.filter(({ source }) => source === 'campaign' || source === 'quick-message');
    expect(recipients.map(({ messageId }) => messageId).sort()).toEqual(sent.map(({ id }) => id).sort());
    for (const { messageId, outcome, campaignId } of recipients) {
      const message = sent.find(({ id }) => id === messageId)!;
      expect(outcome).toBe(message.status);
      expect(campaigns.find(({ id }) => id === campaignId)).toMatchObject({ kind: message.source, status: 'sent' });
    }
    const sizes = campaigns.map(({ id }) => recipients.filter(({ campaignId }) => campaignId === id).length);
    expect(Math.max(...sizes)).toBeGreaterThanOrEqual(5);
    expect(recipients.filter(({ hasReplied }) => hasReplied).length).toBeGreaterThan(5);
    expect(recipients.some(({ hasReplied }) => !hasReplied)).toBe(true);
    for (const { kind, name } of campaigns) expect(Boolean(name)).toBe(kind === 'campaign');
  });

  it('has wishes to opt out that nobody has decided on, with days left', async () => {
    const wishes = await office.database.manager.find(OptOutWish, { where: { programId: office.program.id } });
    expect(wishes.map(({ status }) => status)).toEqual(['open', 'open', 'open']);
    for (const { dueAt, messageId } of wishes) {
      expect(dueAt > new Date(now)).toBe(true);
      expect(office.messages.find(({ id }) => id === messageId)?.isInbound).toBe(true);
    }
  });

  it('has a campaign that waits for its time, and one that is being written', async () => {
    const own = { where: { programId: office.program.id } };
    const planned = (await office.database.manager.find(Campaign, own)).filter(({ status }) => status !== 'sent');
    expect(planned.map(({ status }) => status)).toEqual(['scheduled', 'draft']);
    const days = (planned[0]!.startsAt!.getTime() - new Date(now).getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(7);
    expect(days).toBeLessThan(10);
  });

  it('has nothing left to send, and shows what arrived on the telephones too', async () => {
    expect(office.messages.filter(({ status }) => status === 'queued' || status === 'sending')).toEqual([]);
    const arrived = office.messages.filter(({ status }) => status === 'received' || status === 'delivered');
    const texts = await office.database.query<{ provider_id: string; state: string; at: string | Date }>(
      `SELECT provider_id, state, at FROM phone_texts WHERE program_number IN (SELECT number FROM program_numbers WHERE program_id = ?) ORDER BY id`,
      [office.program.id],
    );
    const ids = new Set(texts.map((text) => text.provider_id));
    expect(arrived.filter(({ providerId }) => !ids.has(providerId!))).toEqual([]);
    expect(texts).toHaveLength(arrived.length + 4);
    expect(new Set(texts.map(({ state }) => state))).toEqual(new Set(['done']));
    const times = texts.map((text) => asDate(text.at).getTime());
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  it('has no number that could be somebody’s', async () => {
    const numbers = await office.database.manager.find(PhoneNumber);
    for (const { number } of [...numbers, ...office.conversations]) expect(number).toMatch(/^\+1[2-9]\d\d55501\d\d$/);
    const shared = numbers.filter(({ number, id }) =>
      numbers.some((other) => other.number === number && other.id !== id),
    );
    // Two families, and somebody who came in twice.
    expect(new Set(shared.map(({ number }) => number)).size).toBe(3);
  });
});

describe('furnishing', () => {
  it('happens once, however often and from however many processes', async () => {
    const { url, drop } = await freshDatabase();
    const processes = [new Database(await connect(url)), new Database(await connect(url))];
    await Promise.all(processes.map((database) => new DemoOffice(database).furnish()));
    await new DemoOffice(processes[0]!).furnish();
    const { manager } = processes[0]!;
    expect(await manager.countBy(Program, { isDemo: true })).toBe(2);
    expect(await manager.countBy(Contact, {})).toBeLessThan(80);
    await expect(new DemoOffice(processes[1]!).programs()).resolves.toEqual({ hasReal: false, hasDemo: true });
    for (const database of processes) await database.onApplicationShutdown();
    await drop();
  });
});

describe('what is furnished', () => {
  let office: Awaited<ReturnType<typeof furnished>>;
  beforeAll(async () => {
    office = await furnished('2026-03-10T18:05:00Z');
  });
  afterAll(() => office.close());

  it('gives everybody the password, and two of them a second program', async () => {
    const { database } = office;
    const users = await database.query<{ email: string; password_hash: string; programs: number }>(
      `SELECT user.email, user.password_hash, COUNT(member.id) AS programs FROM users user
       JOIN memberships member ON member.user_id = user.id GROUP BY user.email, user.password_hash ORDER BY user.email`,
    );
    expect(users.map(({ email, programs }) => [email, Number(programs)])).toEqual([
      ['admin@demo.example', 2],
      ['dana@demo.example', 1],
      ['lead@demo.example', 2],
      ['sam@demo.example', 1],
      ['viewer@demo.example', 1],
    ]);
    expect(await matches('parley-demo', users[0]!.password_hash)).toBe(true);
  });

  it('refuses to run as a real program afterwards, for everybody knows the password', async () => {
    const { url, database } = office;
    const start = (demo: Record<string, string>) =>
      run(readConfig({ DATABASE_URL: url, SESSION_SECRET: 'x'.repeat(40), PORT: '0', HOST: '127.0.0.1', ...demo }));
    await expect(start({})).rejects.toThrow(/^This database holds the demo, .* DATABASE_URL .* DEMO=1 to go on/);
    await expect(start({ DEMO: '0' })).rejects.toThrow(CannotStart);
    // The demo goes on where it can be heard.
    await expect(start({ DEMO: '1', HOST: '203.0.113.9' })).rejects.toThrow(/^HOST must be an address of this machine/);

    await database.transaction(() =>
      database.run("UPDATE programs SET is_demo = 0 WHERE name = 'Alderbrook University'"),
    );
    await expect(start({})).rejects.toThrow(/^This database holds the demo beside a real program/);
    await expect(start({ DEMO: '1' })).rejects.toThrow(/^This database holds the demo beside a real program/);
    await database.transaction(() => database.run('UPDATE programs SET is_demo = 0'));
    await expect(start({ DEMO: '1' })).rejects.toThrow(/^DEMO=1, but this database holds a real program/);
  });
});
