// ZPL on standard input, as a PNG on standard output. Arguments: width and height of the label in dots.
import { readFileSync } from "node:fs";
import { ready } from "zpl-renderer-js";

const DOTS_PER_MM = 8;
const [width, height] = process.argv.slice(2).map(Number);
const { api } = await ready;
const png = await api.zplToBase64Async(readFileSync(0, "utf8"), width / DOTS_PER_MM, height / DOTS_PER_MM, DOTS_PER_MM);
process.stdout.write(Buffer.from(png, "base64"), () => process.exit(0));
