import { type Figure, figures, type OwnFigure, ownFigures, quarterHourOf, quarterHoursADay } from './quarter-hour.js';

/** What is to be added to a row of figures. */
export interface Counted {
  /** Which one: the program, the time, and perhaps the person. */
  place: number[];
  counts: Record<string, number>;
  /** The row as it is where there is none yet. */
  row: Record<string, number>;
}

interface When {
  programId: number;
  at: Date;
}

/** What is to be added to the figures of programs and people. */
export class Counts {
  readonly programs = new Sums<Figure>(figures);
  readonly people = new Sums<OwnFigure>(ownFigures);
  readonly peopleDays = new Sums<OwnFigure>(ownFigures);

  add(figure: Figure, { programId, at }: When, number = 1) {
    this.programs.add({ programId, quarterHour: quarterHourOf(at) }, figure, number);
  }

  /** Something that a person did. */
  addTo(userId: number, figure: OwnFigure, { programId, at }: When) {
    const quarterHour = quarterHourOf(at);
    this.people.add({ programId, quarterHour, userId }, figure, 1);
    this.peopleDays.add({ programId, day: Math.floor(quarterHour / quarterHoursADay), userId }, figure, 1);
  }
}

class Sums<Of extends string> {
  private readonly byPlace = new Map<string, { where: Record<string, number>; counts: Record<Of, number> }>();

  constructor(private readonly names: readonly Of[]) {}

  get all(): Counted[] {
    return [...this.byPlace.values()].map(({ where, counts }) => ({
      place: Object.values(where),
      counts,
      row: { ...where, ...counts },
    }));
  }

  add(where: Record<string, number>, figure: Of, number: number) {
    const key = Object.values(where).join();
    let sums = this.byPlace.get(key);
    if (!sums) {
      const none = Object.fromEntries(this.names.map((name) => [name, 0])) as Record<Of, number>;
      this.byPlace.set(key, (sums = { where, counts: none }));
    }
    sums.counts[figure] += number;
  }
}
