import { Injectable } from '@nestjs/common';
import { type Typed, word } from '../contacts/typed.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { isoDayOf } from '../programs/days.js';
import { inDigits } from '../web/digits.js';
import { idIn } from '../web/identifier.js';
import { page } from '../web/responses.js';
import type { Import } from './import.js';
import { Imports } from './imports.js';
import { type Mapping, mappingFrom, matchings, treatments, typedMapping } from './mapping.js';
import { guessed, type Target, targetsOf } from './targets.js';

/** The form that asks what the columns of a file are. */
@Injectable()
export class MappingForms {
  constructor(
    private readonly imports: Imports,
    private readonly clock: Clock,
  ) {}

  /** What was typed, or everything that is wrong with it. */
  async mapping({ width }: Import, typed: Typed, member: Member): Promise<Mapping> {
    const { types, of } = await this.imports.offered(member);
    const type = types.find(({ id }) => id === idIn(word(typed['contactTypeId'])));
    const properties = of(type?.id ?? 0);
    const targets = targetsOf(type?.name ?? '', properties);
    return mappingFrom(typed, { type, properties, targets, width, today: this.today(member) });
  }

  /** What was typed, else what was chosen before, else what the file seems to say. */
  async page(of: Import, typed: Typed | null, member: Member) {
    const offered = await this.imports.offered(member);
    const first = offered.types[0]?.id ?? 0;
    const typeId = typed ? idIn(word(typed['contactTypeId'])) || first : (of.mapping?.contactTypeId ?? first);
    const type = offered.types.find(({ id }) => id === typeId);
    const targets = targetsOf(type?.name ?? '', offered.of(typeId));
    const chosen = typed ? typedMapping(typed, { targets, width: of.width }) : of.mapping;
    const { hasHeader, names, samples } = await this.imports.columns(of, chosen?.hasHeader ?? null);
    const guesses = guessed(names, samples, targets);
    const mapping = chosen ?? proposed(guesses, hasHeader, typeId);
    // Another Contact Type has other fields: what is left out so far is guessed anew.
    const isReshaped = typed !== null && word(typed['step']) === 'fields';
    const columns = mapping.columns.map((key, place) =>
      key || !isReshaped || mapping.columns.includes(guesses[place]!) ? key : guesses[place]!,
    );
    return page('imports/mapping', {
      file: {
        url: of.url,
        name: of.fileName,
        notation: of.notation,
        lines: inDigits(of.lineCount),
        lineCount: of.lineCount,
      },
      isChangeable: of.status === 'mapping' || of.status === 'checked',
      types: offered.types.map(({ id, name }) => ({ value: id, label: name, isSelected: id === typeId })),
      matchings: choices(matchings, mapping.matchBy),
      treatments: choices(treatments, mapping.treatment),
      mapping,
      typeName: type?.name ?? '',
      agreement: typed
        ? { source: word(typed['source']), agreedOn: word(typed['agreedOn']) }
        : { source: mapping.consent?.source ?? '', agreedOn: mapping.consent?.day ?? '' },
      today: this.today(member),
      columns: names.map((name, place) => ({
        place,
        id: `columns.${place}`,
        name: name || `Column ${place + 1}`,
        samples: samples[place]!.map((sample) => (sample.length > 60 ? `${sample.slice(0, 60)}…` : sample)),
        groups: grouped(targets, columns[place]!),
        isLeftOut: !columns[place],
      })),
      leftOut: columns.filter((key) => !key).length,
    });
  }

  private today({ timeZone }: Member) {
    return isoDayOf(this.clock.now(), timeZone);
  }
}

function proposed(columns: string[], hasHeader: boolean, contactTypeId: number): Mapping {
  const has = (wanted: string) => columns.some((key) => key.split(':')[0] === wanted);
  const matchBy = has('external-id') ? 'external-id' : has('email') || !has('phone') ? 'email' : 'phone';
  return {
    ...{ contactTypeId, hasHeader, columns, matchBy, treatment: 'update' },
    ...{ clears: false, changesType: false, consent: null },
  };
}

const choices = (all: Record<string, string>, chosen: string) =>
  Object.entries(all).map(([value, label]) => ({ value, label, isSelected: value === chosen }));

const grouped = (targets: Target[], chosen: string) =>
  [...Map.groupBy(targets, ({ group }) => group)].map(([label, group]) => ({
    label,
    options: group.map((target) => ({ value: target.key, label: target.label, isSelected: target.key === chosen })),
  }));
