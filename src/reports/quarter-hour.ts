import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer } from '../database/columns.js';

/** So many quarters of an hour since 1970: the clocks of every time zone strike with one of them. */
export const quarterHourOf = (moment: Date): number => Math.floor(moment.getTime() / 900_000);

/** Days of UTC have so many, and leap seconds count for nothing. */
export const quarterHoursADay = 96;

/** The days of UTC that lie whole between two quarters of an hour, and what is left before and after them. */
export function wholeDaysOf(from: number, to: number) {
  const first = Math.ceil(from / quarterHoursADay);
  const last = Math.max(first, Math.floor(to / quarterHoursADay));
  const before = [from, Math.min(to, first * quarterHoursADay)];
  return { before, days: [first, last], after: [Math.max(before[1]!, last * quarterHoursADay), to] };
}

/** What is counted of a program. */
export const figures = [
  'received',
  'replied',
  /** Texts of Quick Messages and Campaigns. */
  'bulk',
  /** Answers that Parley writes by itself. */
  'automatic',
  'opened',
  'resolved',
  /** Of the texts of this quarter of an hour, those that did not arrive. */
  'failed',
  /** Numbers that opted out. */
  'stopped',
] as const;
export type Figure = (typeof figures)[number];

/** What was counted in a program in a quarter of an hour. It says nothing of whose texts they were, and outlives them. */
@Entity('report_quarter_hours')
export class QuarterHour implements Record<Figure, number> {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) quarterHour: number;
  @Column(integer) received: number;
  @Column(integer) replied: number;
  @Column(integer) bulk: number;
  @Column(integer) automatic: number;
  @Column(integer) opened: number;
  @Column(integer) resolved: number;
  @Column(integer) failed: number;
  @Column(integer) stopped: number;
}

/** What is counted of a person. */
export const ownFigures = ['assigned', 'replied', 'resolved'] as const;
export type OwnFigure = (typeof ownFigures)[number];

/** What somebody of the staff did in a quarter of an hour. */
@Entity('report_people')
export class PersonalQuarterHour implements Record<OwnFigure, number> {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) quarterHour: number;
  @Column(integer) userId: number;
  @Column(integer) assigned: number;
  @Column(integer) replied: number;
  @Column(integer) resolved: number;
}

/** The same of a whole day of UTC, because quarters of an hour are many: a year is read from these, but for its ends. */
@Entity('report_people_days')
export class PersonalDay implements Record<OwnFigure, number> {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** Days since 1970. */
  @Column(integer) day: number;
  @Column(integer) userId: number;
  @Column(integer) assigned: number;
  @Column(integer) replied: number;
  @Column(integer) resolved: number;
}
