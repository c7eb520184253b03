import { type CommandSpec, commands, type OptionSpec } from "./args";

const program = "istio-traffic";

/** Help for the program, or for one command. */
export function helpText(name: string | undefined): string {
  const command = commands.find((candidate) => candidate.name === name);
  return command === undefined ? programHelp() : commandHelp(command);
}

function programHelp(): string {
  return [
    `${program}: checks Istio traffic rules in Kubernetes manifests and tells where requests go.`,
    "",
    "Usage:",
    ...commands.map((command) => `  ${usage(command)}`),
    "",
    "Commands:",
    ...table(commands.map(({ name, help }) => [name, help])),
    "",
    `${program} COMMAND --help tells the options of a command. --version prints the version.`,
    "Exit status: 0 clean, 1 findings at or above --fail-on, 2 wrong usage or an internal error.",
    "",
  ].join("\n");
}

function commandHelp(command: CommandSpec): string {
  const options = command.options.map((option): [string, string] => [optionUsage(option), option.help + choicesOf(option)]);
  return [`Usage: ${usage(command)}`, "", command.help, ...(options.length === 0 ? [] : ["", "Options:", ...table(options)]), ""].join(
    "\n",
  );
}

function usage({ name, options, operands }: CommandSpec): string {
  return [program, name, ...(options.length === 0 ? [] : ["[OPTIONS]"]), operands].filter((part) => part !== "").join(" ");
}

function optionUsage({ name, short, value }: OptionSpec): string {
  const names = short === undefined ? name : `${short}, ${name}`;
  return value === undefined ? names : `${names} ${value}`;
}

function choicesOf({ choices }: OptionSpec): string {
  return choices === undefined ? "" : ` One of ${choices.join(", ")}.`;
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
