// A child process that makes load: as many connections as told, each sending its next request when it has the answer to
// the last. It speaks just enough HTTP to cost little beside the servers that it measures.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { requestsOf } from './requests.mjs';

const headEnd = Buffer.from('\r\n\r\n');

class Connection {
  constructor(port, next, done) {
    this.next = next;
    this.done = done;
    this.pieces = [];
    this.missing = -1;
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (piece) => this.take(piece));
    this.socket.on('error', (error) => done(-1, NaN, error));
    this.socket.once('connect', () => this.send());
  }

  send() {
    this.pieces = [];
    this.missing = -1;
    const request = this.next();
    this.sentAt = performance.now();
    this.socket.write(request);
  }

  take(piece) {
    if (this.missing < 0) {
      this.pieces.push(piece);
      const head = this.pieces.length === 1 ? piece : Buffer.concat(this.pieces);
      const end = head.indexOf(headEnd);
      if (end < 0) return;
      const lines = head.latin1Slice(0, end);
      this.status = Number(lines.slice(9, 12));
      this.missing = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(lines)?.[1] ?? 0) - head.length;
    } else this.missing -= piece.length;
    if (this.missing > 0) return;
    this.done(this.status, performance.now() - this.sentAt);
    if (!this.isClosed) this.send();
  }

  close() {
    this.isClosed = true;
    this.socket.destroy();
  }
}

async function measure({ port, pid, job, connections, seconds, warmUp, status }) {
  const next = requestsOf(job);
  const times = [];
  const odd = {};
  let counts = false;
  let total = 0;
  const done = (code, time, error) => {
    if (code !== status) odd[error?.code ?? code] = (odd[error?.code ?? code] ?? 0) + 1;
    total += 1;
    if (counts) times.push(time);
  };
  const open = Array.from({ length: connections }, () => new Connection(port, next, done));
  for (const end = performance.now() + 5000; total < warmUp && performance.now() < end;) await wait(20);
  total = 0;
  const cpuBefore = cpuOf(pid);
  counts = true;
  const begun = performance.now();
  await wait(seconds * 1000);
  const lasted = (performance.now() - begun) / 1000;
  counts = false;
  const cpu = ((cpuOf(pid) - cpuBefore) * 1000) / total;
  for (const connection of open) connection.close();
  const sorted = Float64Array.from(times).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { perSecond: times.length / lasted, median: at(0.5), p95: at(0.95), p99: at(0.99), cpu, odd };
}

// What a process has used of the processor, in seconds: the figure that busy neighbours disturb least. Linux only.
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN;
  }
}

process.on('message', (wish) => void measure(wish).then((result) => process.send(result)));
process.on('disconnect', () => process.exit());
