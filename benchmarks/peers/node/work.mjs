// What Node does in the benchmarks: node work.mjs WORK SIZE. See ../README.md for the words that are spoken.
import { spawn as startProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setImmediate as turn } from "node:timers/promises";
import { createServer as createTlsServer } from "node:tls";

const HOUR = 3_600_000;

// A promise and a callback that completes it when it has run so many times.
function countdown(left) {
  const { promise, resolve } = withResolvers();
  return { promise, callback: () => { if (--left === 0) resolve(); } };
}

function withResolvers() {
  let resolve;
  const promise = new Promise((r) => { resolve = r; });
  return { promise, resolve };
}

// Without a wait it would be over when the call returns, and be no task.
async function nothing() {
  await null;
}

async function takeTurnsForever() {
  for (;;) await turn();
}

async function descend(depth) {
  if (depth > 1) await descend(depth - 1);
  else await turn();
}

const kept = [];

const WORK = {
  "call-soon": (size) => async (times) => {
    for (let i = 0; i < times; i++) {
      const { promise, callback } = countdown(size);
      for (let k = 0; k < size; k++) setImmediate(callback);
      await promise;
    }
    return times * size;
  },

  pass: (size) => async (times) => {
    const { promise, resolve } = withResolvers();
    let left = times * size;
    const again = () => (--left > 0 ? setImmediate(again) : resolve());
    setImmediate(again);
    await promise;
    return times * size;
  },

  timers: (size) => {
    const delays = Array.from({ length: size }, () => Math.random() * 50);
    return async (times) => {
      for (let i = 0; i < times; i++) {
        const { promise, callback } = countdown(size - Math.floor(size / 2));
        const timers = delays.map((delay) => setTimeout(callback, delay));
        for (let k = 1; k < size; k += 2) clearTimeout(timers[k]);
        await promise;
      }
      return times * size;
    };
  },

  switch: (size) => {
    for (let k = 1; k < size; k++) takeTurnsForever();
    return async (times) => {
      for (let i = 0; i < times; i++) await turn();
      return times * size;
    };
  },

  create: (size) => async (times) => {
    for (let i = 0; i < times; i++) {
      for (let k = 1; k < size; k++) nothing();
      await nothing();
    }
    return times * size;
  },

  gather: (size) => async (times) => {
    for (let i = 0; i < times; i++) await Promise.all(Array.from({ length: size }, nothing));
    return times * size;
  },

  deep: (size) => async (times) => {
    for (let i = 0; i < times; i++) await descend(size);
    return times;
  },

  spawn: (size) => async (times) => {
    for (let i = 0; i < times * size; i++) {
      await new Promise((ended) => startProcess("true", { stdio: "inherit" }).on("exit", ended));
    }
    return times * size;
  },

  sleepers: (size) => async (times) => {
    for (let k = 0; k < times * size; k++) kept.push(new Promise((woken) => setTimeout(woken, HOUR)));
    return times * size;
  },
};

async function rounds(round) {
  console.log("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    const start = process.hrtime.bigint();
    const operations = await round(Number(line));
    console.log(`done operations=${operations} nanos=${process.hrtime.bigint() - start}`);
  }
  process.exit(0);
}

function untilInputEnds() {
  process.stdin.resume().on("end", () => process.exit(0));
}

const echoTo = (socket) => socket.on("error", () => socket.destroy()).pipe(socket);

function echoLines(socket) {
  let rest = Buffer.alloc(0);
  socket.on("data", (data) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, data]) : data;
    let begin = 0;
    socket.cork();
    for (let end = bytes.indexOf("\n") + 1; end > 0; end = bytes.indexOf("\n", begin) + 1) {
      socket.write(bytes.subarray(begin, end));
      begin = end;
    }
    socket.uncork();
    rest = bytes.subarray(begin);
    if (socket.writableNeedDrain) socket.pause();
  });
  socket.on("drain", () => socket.resume());
  socket.on("error", () => socket.destroy());
}

function tlsServer() {
  const file = (name) => readFileSync(`${process.env.BENCH_WORK}/tls/${name}.pem`);
  return createTlsServer({ noDelay: true, cert: file("certificate"), key: file("key") }, echoTo);
}

function echo(server) {
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1024 }, () => console.log(`port ${server.address().port}`));
  untilInputEnds();
}

function udp() {
  const socket = createSocket("udp4", (data, peer) => socket.send(data, peer.port, peer.address));
  socket.bind(0, "127.0.0.1", () => console.log(`port ${socket.address().port}`));
  untilInputEnds();
}

const [work, size] = process.argv.slice(2);
if (work === "list") console.log([...Object.keys(WORK), "echo", "lines", "tls", "udp"].join("\n"));
else if (work === "echo") echo(createServer({ noDelay: true }, echoTo));
else if (work === "lines") echo(createServer({ noDelay: true }, echoLines));
else if (work === "tls") echo(tlsServer());
else if (work === "udp") udp();
else await rounds(WORK[work](Number(size)));
