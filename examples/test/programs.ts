// How the example of each language is prepared, checked and run with our clients as they lie in this repository.
import { fileURLToPath } from "node:url";

export const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const clients = at("../packages/clients/");

export interface Program {
  language: string;
  /** The client's folder in packages/clients. */
  client: string;
  /** What has to be there, besides what the client needs. */
  needs?: string[];
  /** Compiles the client, in its folder; that of the conformance vectors where it is left out. */
  prepare?: string[][];
  /** Files that an installation would make, below the folder of the test. */
  beside?: Record<string, string>;
  /** Compilers and linters that have nothing to say; `dir` is the folder of the test. */
  checks: (dir: string) => string[][];
  command: (dir: string) => string[];
}

/** By the same rule as Composer's: a class is in the file of its name. */
const PHP_AUTOLOAD = `<?php spl_autoload_register(function (string $class) {
  require '${clients}php/src/' . strtr(substr($class, strlen('B24CallList\\\\')), '\\\\', '/') . '.php';
});`;

const bin = (name: string): string => `${clients}python/build/venv/bin/${name}`;
const JAVA_CLASSES = `${clients}java/target/examples/classes`;

export const PROGRAMS: Program[] = [
  {
    language: "TypeScript",
    client: "typescript",
    checks: () => [], // the linter and the type check of the workspace
    command: () => ["node", at("typescript/call-list.ts")],
  },
  {
    language: "PHP",
    client: "php",
    needs: ["phpcs"],
    beside: { "vendor/autoload.php": PHP_AUTOLOAD },
    checks: (dir) => [
      ["cp", at("php/call-list.php"), dir],
      ["phpcs", "-q", `--standard=${clients}php/phpcs.xml.dist`, at("php/call-list.php")],
    ],
    command: (dir) => ["php", `${dir}/call-list.php`],
  },
  {
    language: "Python",
    client: "python",
    checks: () => [
      [bin("ruff"), "check", "--quiet", at("python")],
      [bin("ruff"), "format", "--check", "--quiet", at("python")],
      [bin("mypy"), "--strict", "--no-error-summary", at("python/call_list.py")],
    ],
    command: () => [bin("python"), at("python/call_list.py")],
  },
  {
    language: "Go",
    client: "go",
    checks: (dir) => [
      ["gofmt", "-l", "-s", at("go")],
      ["go", "vet", "-C", at("go"), "./..."],
      ["go", "build", "-C", at("go"), "-o", `${dir}/call-list`],
    ],
    command: (dir) => [`${dir}/call-list`],
  },
  {
    language: "Java",
    client: "java",
    prepare: [["mvn", "-B", "-Dstyle.color=never", "-q", "-Doutput=target/examples", "compile"]],
    checks: (dir) => [
      ["javac", "-Xlint:all", "-d", dir, "-cp", JAVA_CLASSES, at("java/src/main/java/CallListFromCsv.java")],
    ],
    command: (dir) => ["java", "-cp", `${JAVA_CLASSES}:${dir}`, "CallListFromCsv"],
  },
];
