import { type Section, together } from './record-sections.js';

/** The sections as one JSON object, a few hundred entries at a time. */
export async function* recordJson(head: object, sections: Section[]): AsyncGenerator<string> {
  yield JSON.stringify(head, null, 1).slice(0, -2);
  for (const { key, entries } of sections) {
    yield `,\n ${JSON.stringify(key)}: [`;
    let isFirst = true;
    for await (const some of together(entries())) {
      yield `${isFirst ? '' : ','}\n  ${some.map((entry) => JSON.stringify(entry)).join(',\n  ')}`;
      isFirst = false;
    }
    yield isFirst ? ']' : '\n ]';
  }
  yield '\n}\n';
}
