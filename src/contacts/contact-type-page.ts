import { Injectable } from '@nestjs/common';
import type { Member } from '../people/member.js';
import { page } from '../web/responses.js';
import { ContactProperties } from './contact-properties.js';
import { type ContactProperty, propertyKinds } from './contact-property.js';
import { accents, type ContactType } from './contact-type.js';
import { ContactTypes } from './contact-types.js';
import { type Typed, word } from './typed.js';

export const typesUrl = '/settings/contact-types';

/** The pages of Settings › Contacts › Contact Types. */
@Injectable()
export class ContactTypePage {
  constructor(
    private readonly types: ContactTypes,
    private readonly properties: ContactProperties,
  ) {}

  async index(member: Member, typed: Typed = {}) {
    const types = await this.types.list(member);
    return page('contact-types/index', {
      types: types.map((type, place) => ({
        ...type,
        url: `${typesUrl}/${type.id}`,
        mayMoveUp: place > 0,
        mayMoveDown: place < types.length - 1,
      })),
      name: word(typed['name']),
      swatches: swatches(word(typed['accent']) || freeAccent(types)),
    });
  }

  async show(type: ContactType, member: Member, typed: Typed | null = null) {
    const [properties, tables, types] = await Promise.all([
      this.properties.of(type.id, member),
      this.properties.tables(member),
      this.types.list(member),
    ]);
    const isUsed = types.some(({ id, isUsed: its }) => id === type.id && its);
    const url = `${typesUrl}/${type.id}`;
    const offered = properties.filter(({ isArchived }) => !isArchived);
    const tableNames = new Map(tables.map(({ id, name }) => [id, name]));
    return page('contact-types/show', {
      type: { id: type.id, name: type.name, accent: type.accent, url },
      isUsed,
      // Their values would go with the type.
      former: isUsed ? 0 : await this.types.formerOf(type.id, member),
      isOnly: types.length === 1,
      name: typed ? word(typed['name']) : type.name,
      swatches: swatches(typed ? word(typed['accent']) : type.accent),
      kinds: Object.entries(propertyKinds).map(([kind, label]) => ({
        label,
        url: `${url}/properties/new?kind=${kind}`,
      })),
      properties: offered.map((property, place) => ({
        ...rowOf(property, url, tableNames),
        mayMoveUp: place > 0,
        mayMoveDown: place < offered.length - 1,
      })),
      archived: properties.filter(({ isArchived }) => isArchived).map((property) => rowOf(property, url, tableNames)),
    });
  }
}

function rowOf(property: ContactProperty, typeUrl: string, tableNames: Map<number, string>) {
  return {
    id: property.id,
    url: `${typeUrl}/properties/${property.id}`,
    name: property.name,
    kindLabel: propertyKinds[property.kind],
    isRequired: property.isRequired,
    details: detailsOf(property, tableNames),
  };
}

function detailsOf(
  { choices, isRelationship, mostUsers, routingTableId }: ContactProperty,
  tables: Map<number, string>,
) {
  if (isRelationship) {
    const table = tables.get(routingTableId ?? 0);
    return [mostUsers > 1 ? `up to ${mostUsers} users` : 'one user', table ? `by Routing Table ${table}` : '']
      .filter(Boolean)
      .join(', ');
  }
  const shown = (choices ?? []).slice(0, 4).join(', ');
  return choices && choices.length > 4 ? `${shown} and ${choices.length - 4} more` : shown;
}

const swatches = (chosen: string) =>
  accents.map((accent) => ({
    accent,
    label: accent[0]!.toUpperCase() + accent.slice(1),
    isSelected: accent === chosen,
  }));

const freeAccent = (types: { accent: string }[]) =>
  accents.find((accent) => !types.some((type) => type.accent === accent)) ?? accents[0];
