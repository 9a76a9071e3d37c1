import { Injectable, NotFoundException } from '@nestjs/common';
import { MediaLinks } from '../attachments/media-links.js';
import { marks } from '../database/condition.js';
import { nationalForm, toE164 } from '../programs/phone.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Refusal } from '../refusal.js';
import { sampleNamed, samples } from './samples.js';
import { PhoneText } from './phone-text.js';

const newest = 100;

/** The telephones in the browser: any number is one. A program sees of them what it exchanged with them itself. */
@Injectable()
export class Phones {
  constructor(
    private readonly database: Database,
    private readonly links: MediaLinks,
  ) {}

  /** Whether a telephone is switched off now. */
  async isOff(phone: string): Promise<boolean> {
    const [last] = await this.database.manager.find(PhoneText, {
      where: { phone, direction: 'power' },
      order: { id: 'DESC' },
      take: 1,
    });
    return last?.body === 'off';
  }

  /** What a telephone shows to this member, oldest first. */
  async screen(digits: string, member: Member, chosen?: unknown) {
    const phone = this.numbered(digits);
    const programNumbers = await this.numbersOf(member);
    const [contact] = await this.database.query<{ first_name: string; last_name: string }>(
      `SELECT contact.first_name, contact.last_name FROM phone_numbers phone JOIN contacts contact ON contact.id = phone.contact_id
       WHERE phone.program_id = ? AND phone.number = ? ORDER BY contact.id LIMIT 1`,
      [member.programId, phone],
    );
    const country = await this.countryOf(member);
    return {
      phone: {
        number: digits,
        national: nationalForm(phone, country),
        name: contact ? `${contact.first_name} ${contact.last_name}`.trim() : null,
        isOff: await this.isOff(phone),
        url: `/phones/${digits}`,
      },
      programNumbers: programNumbers.map(({ number, label, isDefault }) => ({
        number,
        label,
        national: nationalForm(number, country),
        isSelected: chosen ? number === chosen : isDefault,
      })),
      texts: await this.textsOf(phone, programNumbers),
      samples,
      olderUrl: null,
    };
  }

  /** A number as somebody typed it, as a telephone's address; or why it can't be one. */
  async find(typed: unknown, member: Member): Promise<string | Refusal> {
    const number = String(typed ?? '').trim();
    const e164 = number && toE164(number, await this.countryOf(member));
    if (e164) return e164.slice(1);
    return new Refusal(number ? `“${number}” is not a phone number. Example: (202) 555-0142` : 'Enter a phone number.');
  }

  /** E.164 from an address of ours. */
  numbered(digits: string): string {
    if (!/^\d{7,15}$/.test(digits)) throw new NotFoundException();
    return `+${digits}`;
  }

  numbersOf({ programId }: Member): Promise<ProgramNumber[]> {
    return this.database.manager.find(ProgramNumber, { where: { programId }, order: { isDefault: 'DESC', id: 'ASC' } });
  }

  private async textsOf(phone: string, programNumbers: ProgramNumber[]) {
    if (!programNumbers.length) return [];
    const rows = await this.database.query<TextRow>(
      `SELECT direction, body, sample, attachment_id, state, at FROM phone_texts
       WHERE phone = ? AND program_number IN (${marks(programNumbers)})
         AND (direction = 'from-phone' OR (direction = 'to-phone' AND state IN ('arrived', 'done')))
       ORDER BY id DESC LIMIT ${newest}`,
      [phone, ...programNumbers.map(({ number }) => number)],
    );
    return rows.reverse().map(({ direction, body, sample, attachment_id: attachmentId, at }) => ({
      isFromPhone: direction === 'from-phone',
      body,
      pictureUrl: attachmentId ? this.links.pathOf(attachmentId) : (sampleNamed(sample)?.url ?? null),
      at: asDate(at),
      stateText: '',
    }));
  }

  private async countryOf({ programId }: Member): Promise<string> {
    const [program] = await this.database.query<{ country: string }>('SELECT country FROM programs WHERE id = ?', [
      programId,
    ]);
    return program!.country;
  }
}

interface TextRow {
  direction: string;
  body: string;
  sample: string | null;
  attachment_id: number | null;
  state: string;
  at: string | Date;
}
