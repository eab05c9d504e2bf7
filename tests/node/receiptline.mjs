// ReceiptLine markup on standard input, as `command` (text, svg, escpos, …) on standard output. Arguments: command, columns.
import { readFileSync } from "node:fs";
import receiptline from "receiptline";

const [command, columns] = process.argv.slice(2);
const printer = { cpl: Number(columns), encoding: "cp932", command };
const printed = receiptline.transform(readFileSync(0, "utf8"), printer);
process.stdout.write(printed, command === "svg" ? "utf8" : command === "text" ? "utf8" : "binary");
