// Makes the project ready to run: packages, vendored scripts, build. Quick when there is nothing to do; safe to repeat.
// Other commands import it for its effect, because npm runs no pre-scripts under `ignore-scripts`.
import { build } from './parts/build.mjs';
import { orExplain } from './parts/failure.mjs';
import { node24 } from './parts/node24.mjs';
import { copyVendoredScripts, installPackages } from './parts/packages.mjs';

await orExplain(async () => {
  await installPackages();
  node24();
  copyVendoredScripts();
  await build();
});
