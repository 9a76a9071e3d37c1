import { theLoop } from '../support/the-loop.js';

theLoop();
