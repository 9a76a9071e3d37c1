import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { inRoot } from '../bin/parts/folder.mjs';
import { campaignTable } from './campaign.mjs';
import { routingTable } from './routing.mjs';
import { gridTable } from './grid.mjs';
import { importTable } from './import.mjs';

const headings = [
  '',
  'connections',
  'requests/s',
  'median ms',
  'p95 ms',
  'of its SQL',
  'of its bytes',
  'CPU ms',
  'CPU of SQL',
  'statements',
  'KB',
];

const cells = ({ job, connections, own, sql, http, queries, bytes }) => [
  job,
  String(connections),
  own.perSecond.toFixed(0),
  own.median.toFixed(1),
  own.p95.toFixed(1),
  ratio(own.perSecond, sql.perSecond),
  ratio(own.perSecond, http.perSecond),
  own.cpu.toFixed(2),
  (sql.cpu / own.cpu).toFixed(2),
  String(queries),
  (bytes / 1024).toFixed(0),
];

const ratio = (own, floor) => (own / floor).toFixed(own / floor < 0.1 ? 3 : 2);

/** A few rows, as they are measured. */
export function print(rows) {
  for (const row of rows) {
    const [job, connections, perSecond, median, p95, ofSql, ofBytes, cpu, cpuOfSql, queries, kilobytes] = cells(row);
    const figures = `${perSecond.padStart(6)}/s  median ${median.padStart(7)}  p95 ${p95.padStart(7)}`;
    const ratios = `SQL × ${ofSql} (${row.sql.perSecond.toFixed(0)}/s)  bytes × ${ofBytes}  CPU ${cpu} ms (SQL × ${cpuOfSql})`;
    console.log(
      `${job.padEnd(36)} ${connections.padStart(2)}  ${figures}  ${ratios}  ${queries} statements, ${kilobytes} KB`,
    );
  }
}

export function printFilters(filters) {
  for (const { path, ...who } of filters) {
    const figures = Object.entries(who).map(
      ([name, { median, p95 }]) => `${name} ${median.toFixed(1)} (p95 ${p95.toFixed(1)})`,
    );
    console.log(`${path.padEnd(62)} ${figures.join('   ')} ms`);
  }
}

const begin = '<!-- figures -->';
const end = '<!-- end of figures -->';

/** Puts the figures between two marks of docs/performance.md. A database that was not measured keeps those it has. */
export async function writeDown(results, { command, seconds, size }) {
  const file = inRoot('docs/performance.md');
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(begin);
  const [kept, after] = rest.split(end);
  const date = new Date().toISOString().slice(0, 10);
  const of = `${size.conversations.toLocaleString('en-US')} conversations, ${size.messages.toLocaleString('en-US')} messages`;
  const machine = `Node ${process.version}, load average ${loadavg()[1].toFixed(1)}`;
  const intro = `Measured on ${date} by \`${command}\`: ${of}, ${seconds} seconds a cell, ${machine}.`;
  const sections = new Map(
    kept
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.split('\n')[0], `### ${section.trim()}`]),
  );
  for (const { database, rows, filters, routing, campaign, imported, grid } of results)
    sections.set(
      database,
      [
        `### ${database}`,
        intro,
        table(headings, rows.map(cells)),
        ...filterTable(filters),
        ...(routing ? [table(['', ''], routingTable(routing))] : []),
        ...(campaign ? [table(['', ''], campaignTable(campaign))] : []),
        ...(imported ? [table(['', ''], importTable(imported))] : []),
        ...(grid ? [tableOfGrid(grid)] : []),
      ].join('\n\n'),
    );
  const page = `${before}${begin}\n\n${[...sections.values()].join('\n\n')}\n\n${end}${after}`;
  writeFileSync(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
}

const filterTable = (filters) =>
  filters.length
    ? [
        'Each filter on its own, one request at a time, median milliseconds:',
        table(
          ['', 'a Lead', 'a counselor'],
          filters.map(({ path, Lead, counselor }) => [
            `\`${path}\``,
            Lead.median.toFixed(1),
            counselor.median.toFixed(1),
          ]),
        ),
      ]
    : [];

const tableOfGrid = (grid) => {
  const [head, ...rows] = gridTable(grid);
  return table(head, rows);
};

const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
