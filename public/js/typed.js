// What is typed while an answer is on its way is carried over into the fields that it brings.

const fieldsOf = (region) =>
  region.querySelectorAll('textarea[id], select[id], input[id]:not([type="checkbox"], [type="radio"], [type="file"])');

/** What the fields of a region say by now. */
export const valuesOf = (region) => new Map([...fieldsOf(region)].map(({ id, value }) => [id, value]));

/** What they say that they did not say then. */
export const typedSince = (then, region) =>
  new Map([...valuesOf(region)].filter(([id, value]) => then.has(id) && then.get(id) !== value));

/** Puts it into the fields that have come instead, except a choice that is none there. */
export function fillIn(region, typed) {
  for (const field of fieldsOf(region)) {
    const value = typed.get(field.id);
    const fits = !field.options || [...field.options].some((option) => option.value === value);
    if (value !== undefined && fits) field.value = value;
  }
}
