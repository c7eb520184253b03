import { text } from "node:stream/consumers";
import { run } from "./run";

const { NO_COLOR, FORCE_COLOR } = process.env;

// The reader of a pipe may leave early (`| head`); that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

run(process.argv.slice(2), {
  cwd: process.cwd(),
  color: !NO_COLOR && (process.stdout.isTTY === true || Boolean(FORCE_COLOR)),
  out: (line) => process.stdout.write(line),
  err: (line) => process.stderr.write(line),
  stdin: () => text(process.stdin),
  interrupted: () =>
    new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
      process.stdout.once("error", () => resolve());
    }),
}).then((code) => {
  process.exitCode = code;
});
