import { randomUUID } from 'node:crypto';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, optionalString, string, text } from '../database/columns.js';

/**
 * Where a text is on its way, and so which webhook comes next. To a telephone: `accepted` (submitted is to be told),
 * `travelling`, then `arrived` or `lost` (delivered or rejected is to be told). From one: `leaving`. `done` is over.
 */
export type PhoneTextState = 'accepted' | 'travelling' | 'arrived' | 'lost' | 'missed' | 'leaving' | 'done';

/** What a telephone of the simulator sent or got, or that it was switched on or off. */
@Entity('phone_texts')
export class PhoneText {
  @PrimaryGeneratedColumn() id: number;
  /** Of the telephone, E.164. */
  @Column(string) phone: string;
  @Column(string) programNumber: string;
  @Column(string) direction: 'to-phone' | 'from-phone' | 'power';
  /** Of a `power` row: `on` or `off`. */
  @Column(text) body: string;
  /** The name of the picture that a telephone sent. */
  @Column(optionalString) sample: string | null;
  /** The picture that it got. */
  @Column(optionalInteger) attachmentId: number | null;
  @Column(string) providerId: string;
  @Column(optionalString) clientRef: string | null;
  @Column(string) state: PhoneTextState;
  @Column(integer) attempts: number;
  @Column(optionalMoment) dueAt: Date | null;
  @Column(moment) at: Date;

  static of(
    own: Pick<PhoneText, 'phone' | 'programNumber' | 'direction' | 'body' | 'state' | 'at'> & Partial<PhoneText>,
  ): PhoneText {
    const isOver = own.state === 'done';
    return Object.assign(
      new PhoneText(),
      {
        providerId: randomUUID(),
        clientRef: null,
        sample: null,
        attachmentId: null,
        attempts: 0,
        dueAt: isOver ? null : own.at,
      },
      own,
    );
  }
}
