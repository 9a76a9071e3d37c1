// Fields that an answer brings anew hold what they held when it was asked for. What was typed or chosen since goes with them.

const isBox = ({ type }) => type === 'checkbox' || type === 'radio';
const stateOf = (field) => (isBox(field) ? field.checked : field.value);

/** The fields by name. Of those that share one it counts which it is; of boxes, what they stand for. */
function named(region) {
  const found = new Map();
  for (const field of region.querySelectorAll('input:not([type="hidden"], [type="file"]), textarea, select')) {
    const name = isBox(field) ? `${field.name}=${field.value}` : field.name;
    let number = 0;
    while (found.has(`${name} ${number}`)) number += 1;
    found.set(`${name} ${number}`, field);
  }
  return found;
}

/** What stands in the fields of a region by now. */
export const statesOf = (region) => new Map([...named(region)].map(([name, field]) => [name, stateOf(field)]));

/** What stands there now, where that is something else than it was. */
export const typedSince = (known, region) =>
  [...statesOf(region)].filter(([name, state]) => known.has(name) && known.get(name) !== state);

/** Puts that into the fields that came instead, as far as they can hold it. */
export function bring(typed, region) {
  const fields = named(region);
  for (const [name, state] of typed) {
    const field = fields.get(name);
    if (!field) continue;
    if (isBox(field)) field.checked = state;
    else if (field.localName !== 'select' || [...field.options].some(({ value }) => value === state))
      field.value = state;
  }
}
