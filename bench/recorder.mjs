// Loaded before the server (`node --import`): notes which statements each request runs, with their values, and tells
// them to the process that started it. The server itself knows nothing of this.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Server } from 'node:http';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2';

const underWay = new AsyncLocalStorage();

const note = (sql, values) => underWay.getStore()?.push({ sql, values });

const { emit } = Server.prototype;
Server.prototype.emit = function (event, request, response) {
  if (event !== 'request') return Reflect.apply(emit, this, arguments);
  const statements = [];
  response.once('finish', () => {
    const bytes = Number(response.getHeader('Content-Length') ?? 0);
    process.send({ tag: request.headers['x-bench'], status: response.statusCode, bytes, statements });
  });
  return underWay.run(statements, () => Reflect.apply(emit, this, arguments));
};

const statement = Object.getPrototypeOf(new Sqlite(':memory:').prepare('SELECT 1'));
for (const verb of ['all', 'get', 'run']) {
  const original = statement[verb];
  statement[verb] = function (...values) {
    note(this.source, values.flat());
    return Reflect.apply(original, this, values);
  };
}

let connection = mysql.Connection.prototype;
while (!Object.hasOwn(connection, 'query')) connection = Object.getPrototypeOf(connection);
const { query } = connection;
connection.query = function (sql, values, done) {
  // A pool hands its connection the statement and the values in one.
  const given = typeof sql === 'string' ? { sql, values } : sql;
  note(given.sql, Array.isArray(given.values) ? given.values : []);
  return Reflect.apply(query, this, [sql, values, done]);
};
