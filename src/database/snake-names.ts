import { DefaultNamingStrategy } from 'typeorm';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `lastActivityAt` in the code is `last_activity_at` in the database. */
export class SnakeNames extends DefaultNamingStrategy {
  override columnName(property: string, custom: string, prefixes: string[]) {
    return snake([...prefixes, custom || property].join('_'));
  }

  override joinColumnName(relation: string, column: string) {
    return snake(`${relation}_${column}`);
  }
}
