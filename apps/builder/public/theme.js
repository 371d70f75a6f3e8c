// Sets the theme before anything is drawn, so that a dark page never flashes white. Its own file, because
// the content security policy forbids inline scripts. The rules are those of src/shared/theme/theme-choice.ts.
(function () {
  var choice = 'system';
  try {
    choice = localStorage.getItem('tessera.theme') || 'system';
  } catch (error) {
    // Storage can be switched off; the system's choice is then good enough.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
