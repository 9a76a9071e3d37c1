import { describe } from '@jest/globals';
import { theLoop } from '../support/the-loop.js';

const server = process.env['TEST_MARIADB_URL'];
(server ? describe : describe.skip)('On MariaDB', () => theLoop(server));
