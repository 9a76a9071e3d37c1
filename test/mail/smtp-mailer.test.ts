import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { oneLine } from '../../src/mail/mail.js';
import { type Letter, NotNow, Refused, Unconfirmed } from '../../src/mail/mailer.js';
import { SmtpMailer } from '../../src/mail/smtp-mailer.js';
import { StandInSmtp } from '../support/stand-in-smtp.js';

let smtp: StandInSmtp;
let mailer: SmtpMailer;

beforeAll(async () => {
  smtp = await StandInSmtp.start();
  mailer = new SmtpMailer({ smtpUrl: smtp.url, mailFrom: 'Parley <texts@n.example>', publicUrl: null });
});
beforeEach(() => void (smtp.received.length = 0));
afterAll(() => smtp?.stop());

const letter = (own: Partial<Letter> = {}): Letter => ({
  to: { name: 'Dana Whitfield', address: 'dana@n.example' },
  subject: 'A new password',
  text: 'Hello Dana,\n\nhttps://texts.n.example/passwords/abc\n',
  messageId: 'parley-1-2',
  ...own,
});
const failure = (own?: Partial<Letter>) =>
  mailer.send(letter(own)).then(
    () => null,
    (error: Error) => error,
  );

test('an e-mail arrives as it was written, in plain text, with accents and long links whole', async () => {
  const link = `https://texts.n.example/invitations/${'x'.repeat(43)}`;
  await mailer.send(letter({ subject: 'Zoë’s invitation', text: `Liebe Zoë — 你好\n\n.\n${link}\n` }));
  const [mail] = smtp.received;
  expect(mail).toMatchObject({ from: 'texts@n.example', to: 'dana@n.example' });
  expect(mail!.text.trim()).toBe(`Liebe Zoë — 你好\n\n.\n${link}`);
  expect(mail!.head).toContainEqual(expect.stringMatching(/^Content-Type: text\/plain; charset=utf-8/));
  expect(mail!.head).toContain('Message-ID: <parley-1-2@n.example>');
  expect(mail!.head.find((line) => line.startsWith('From:'))).toBe('From: Parley <texts@n.example>');
});

test('line breaks in a name or a subject make no further lines in the head', async () => {
  const evil = 'Dana\r\nBcc: everybody@n.example\n\nBuy now';
  await mailer.send(letter({ to: { name: evil, address: 'dana@n.example' }, subject: evil }));
  const { head, to } = smtp.received[0]!;
  expect(head.filter((line) => /^bcc/i.test(line))).toEqual([]);
  expect(to).toBe('dana@n.example');
  expect(oneLine(evil, 100)).toBe('Dana Bcc: everybody@n.example Buy now');
});

test('an address with a line break in it goes nowhere', async () => {
  const to = { name: 'Dana', address: 'dana@n.example>\r\nRCPT TO:<everybody@n.example' };
  expect(await failure({ to })).toBeInstanceOf(Error);
  expect(smtp.received.filter((mail) => mail.to.includes('everybody'))).toEqual([]);
});

test.each([
  ['RCPT', '550 5.1.1 No such person', Refused, '550 5.1.1 No such person'],
  ['end', '554 Spam', Refused, '554 Spam'],
  ['MAIL', '451 Later', NotNow, '451 Later'],
  ['end', '452 Full', NotNow, '452 Full'],
  ['greeting', '554 Not you', NotNow, '554 Not you'],
] as const)('refused at %s with “%s” it certainly did not leave', async (at, refuses, kind, words) => {
  smtp.next = [{ refuses, at }];
  const error = await failure();
  expect(error).toBeInstanceOf(kind);
  expect(error!.message).toContain(words);
  expect(smtp.received).toEqual([]);
});

test('cut before the letter began it did not leave; cut after it, nobody knows', async () => {
  smtp.next = [{ cuts: 'before the letter' }, { cuts: 'after the letter' }];
  expect(await failure()).toBeInstanceOf(NotNow);
  expect(await failure()).toBeInstanceOf(Unconfirmed);
});

test('a server that is not there may be there later', async () => {
  const away = await StandInSmtp.start();
  const { url } = away;
  await away.stop();
  const lonely = new SmtpMailer({ smtpUrl: url, mailFrom: null, publicUrl: null });
  await expect(lonely.send(letter())).rejects.toBeInstanceOf(NotNow);
});

test.each([
  ['Texts <t@n.example>', '', null, 't@n.example'],
  [null, 'office%40n.example:se%2Fcret@', null, 'office@n.example'],
  [null, 'apikey:secret@', 'https://texts.n.example', 'parley@texts.n.example'],
])('with MAIL_FROM %s, user “%s” and PUBLIC_URL %s the sender is %s', async (mailFrom, user, publicUrl, from) => {
  const smtpUrl = smtp.url.replace('//', `//${user}`);
  await new SmtpMailer({ smtpUrl, mailFrom, publicUrl }).send(letter());
  expect(smtp.received[0]!.from).toBe(from);
});

test('a server that does not take the password may do so later, once SMTP_URL is right', async () => {
  smtp.next = [{ refuses: '535 5.7.8 Wrong', at: 'AUTH' }];
  const smtpUrl = smtp.url.replace('//', '//office:wrong@');
  const sending = new SmtpMailer({ smtpUrl, mailFrom: null, publicUrl: null }).send(letter());
  await expect(sending).rejects.toMatchObject({ message: expect.stringContaining('user and password of SMTP_URL') });
  await expect(sending).rejects.toBeInstanceOf(NotNow);
});
