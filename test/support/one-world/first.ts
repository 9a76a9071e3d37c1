import { preparedOnce } from './shared.js';

preparedOnce();
