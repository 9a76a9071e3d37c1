// What somebody fills in is to be set, unless they said something else.
document.addEventListener('input', ({ target }) => {
  const way = target.closest('[data-alters]')?.querySelector('select[name^="do."]');
  if (way && way !== target && !way.value) way.value = way.querySelector('[value="add"]') ? 'add' : 'set';
});
