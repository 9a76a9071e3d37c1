import { type Figure, figures, type OwnFigure, ownFigures, quarterHourOf } from './quarter-hour.js';

export interface Counted<Of extends string> {
  programId: number;
  quarterHour: number;
  counts: Record<Of, number>;
}

export type CountedPerson = Counted<OwnFigure> & { userId: number };

interface Place {
  programId: number;
  at: Date;
}

/** What is to be added to the figures of programs and people. */
export class Counts {
  private readonly programs = new Map<string, Counted<Figure>>();
  private readonly people = new Map<string, CountedPerson>();

  /** Of programs, in each quarter of an hour in which something is to be added. */
  get ofPrograms(): Counted<Figure>[] {
    return [...this.programs.values()];
  }

  get ofPeople(): CountedPerson[] {
    return [...this.people.values()];
  }

  add(figure: Figure, { programId, at }: Place, number = 1) {
    const quarterHour = quarterHourOf(at);
    const key = `${programId} ${quarterHour}`;
    let counted = this.programs.get(key);
    if (!counted) this.programs.set(key, (counted = { programId, quarterHour, counts: none(figures) }));
    counted.counts[figure] += number;
  }

  /** Something that a person did. */
  addTo(userId: number, figure: OwnFigure, { programId, at }: Place) {
    const quarterHour = quarterHourOf(at);
    const key = `${programId} ${quarterHour} ${userId}`;
    let counted = this.people.get(key);
    if (!counted) this.people.set(key, (counted = { programId, quarterHour, userId, counts: none(ownFigures) }));
    counted.counts[figure] += 1;
  }
}

const none = <Of extends string>(names: readonly Of[]) =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Of, number>;
