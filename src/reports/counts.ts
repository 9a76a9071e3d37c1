import { type Figure, figures, type OwnFigure, ownFigures, quarterHourOf, quarterHoursADay } from './quarter-hour.js';

/** What is to be added to the row of a program, or of a person there, at some time. */
export interface Counted<Place extends object, Of extends string> {
  place: Place;
  counts: Record<Of, number>;
}

interface When {
  programId: number;
  at: Date;
}

/** What is to be added to the figures of programs and people. */
export class Counts {
  readonly programs = new Sums<{ programId: number; quarterHour: number }, Figure>(figures);
  readonly people = new Sums<{ programId: number; quarterHour: number; userId: number }, OwnFigure>(ownFigures);
  readonly peopleDays = new Sums<{ programId: number; day: number; userId: number }, OwnFigure>(ownFigures);

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

class Sums<Place extends object, Of extends string> {
  private readonly byPlace = new Map<string, Counted<Place, Of>>();

  constructor(private readonly names: readonly Of[]) {}

  get all(): Counted<Place, Of>[] {
    return [...this.byPlace.values()];
  }

  add(place: Place, figure: Of, number: number) {
    const key = Object.values(place).join();
    let counted = this.byPlace.get(key);
    if (!counted) {
      const none = Object.fromEntries(this.names.map((name) => [name, 0])) as Record<Of, number>;
      this.byPlace.set(key, (counted = { place, counts: none }));
    }
    counted.counts[figure] += number;
  }
}
