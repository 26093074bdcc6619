/** How a value is compared. */
export type Operator =
  | "is"
  | "isNot"
  | "greater"
  | "atLeast"
  | "less"
  | "atMost"
  | "contains"
  | "containsNot"
  | "startsWith"
  | "endsWith"
  | "isTrue"
  | "isFalse"
  | "empty"
  | "notEmpty";

/** What it is compared with: as it was typed, and as what that is meant. */
export type Operand = { as: "text" | "number" | "value"; text: string };

/** One comparison. `value` names what is compared, as it stands in the expression. */
export type Condition = { value: string; operator: Operator; operand: Operand };

/** Comparisons of which all or any must hold. */
export type Conditions = { join: "all" | "any"; rows: Condition[] };

const signs = { is: "===", isNot: "!==", greater: ">", atLeast: ">=", less: "<", atMost: "<=" } as const;
type Signed = keyof typeof signs;
const methods = { contains: "includes", startsWith: "startsWith", endsWith: "endsWith" } as const;
type Asking = keyof typeof methods;

const isSigned = (o: Operator): o is Signed => Object.hasOwn(signs, o);
const bySign = new Map(Object.entries(signs).map(([o, sign]) => [sign as string, o as Signed]));
const byMethod = new Map(Object.entries(methods).map(([o, name]) => [name as string, o as Asking]));

/** Whether an operator compares with something. */
export function needsOperand(operator: Operator): boolean {
  return !["isTrue", "isFalse", "empty", "notEmpty"].includes(operator);
}

const step = String.raw`(?:\??\.[A-Za-z_$][\w$]*|(?:\?\.)?\["(?:[^"\\\n]|\\.)*"\]|(?:\?\.)?\[\d+\])`;
const reference = new RegExp(String.raw`(?:input|nodes|switches|run|item|index)(?![\w$])${step}*`, "y");
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w$.])/y;
const text = /"(?:[^"\\\n]|\\.)*"/y;

/** Whether a text names a value, and does nothing else. */
export function isReference(source: string): boolean {
  reference.lastIndex = 0;
  return reference.exec(source)?.[0] === source;
}

/** Whether a text is a number as it can be compared with. */
export function isNumber(source: string): boolean {
  number.lastIndex = 0;
  return number.exec(source)?.[0] === source;
}

/** Whether nothing is missing for the row to be part of an expression. */
export function isComplete({ value, operator, operand }: Condition): boolean {
  if (!isReference(value)) return false;
  if (!needsOperand(operator)) return true;
  if (operand.as === "text") return true;
  return operand.as === "number" ? isNumber(operand.text) : isReference(operand.text);
}

/** The expression of the rows that are complete. */
export function writeConditions({ join, rows }: Conditions): string {
  return rows
    .filter(isComplete)
    .map(write)
    .join(join === "all" ? " && " : " || ");
}

function write({ value, operator, operand }: Condition): string {
  const other = operand.as === "text" ? JSON.stringify(operand.text) : operand.text;
  if (isSigned(operator)) {
    const guarded = operator !== "is" && operator !== "isNot" && nothingPasses(operator, operand);
    const side = (name: string) => (guarded ? `(${name} ?? NaN)` : name);
    return `${side(value)} ${signs[operator]} ${operand.as === "value" ? side(other) : other}`;
  }
  switch (operator) {
    case "isTrue":
      return `${value} === true`;
    case "isFalse":
      return `${value} === false`;
    case "empty":
      return `(${value} ?? "").length === 0`;
    case "notEmpty":
      return `(${value} ?? "").length !== 0`;
    case "containsNot":
      return `!${value}?.includes?.(${other})`;
    default:
      return `${value}?.${methods[operator]}?.(${other})`;
  }
}

/** JavaScript takes null for 0. Whether that would let a comparison hold though there is no value. */
function nothingPasses(operator: Signed, { as, text }: Operand): boolean {
  if (as === "value") return true;
  const other = Number(text);
  switch (operator) {
    case "greater":
      return 0 > other;
    case "atLeast":
      return 0 >= other;
    case "less":
      return 0 < other;
    default:
      return 0 <= other;
  }
}

/** The rows that an expression is; undefined if rows cannot say it. */
export function readConditions(source: string): Conditions | undefined {
  const rows: Condition[] = [];
  const signsSeen = new Set<string>();
  const at = { source, position: 0 };
  space(at);
  if (at.position === source.length) return { join: "all", rows };
  for (;;) {
    const row = read(at);
    if (!row) return undefined;
    rows.push(row);
    space(at);
    if (at.position === source.length) break;
    const sign = source.slice(at.position, at.position + 2);
    if (sign !== "&&" && sign !== "||") return undefined;
    signsSeen.add(sign);
    at.position += 2;
    space(at);
  }
  if (signsSeen.size > 1) return undefined;
  return { join: signsSeen.has("||") ? "any" : "all", rows };
}

type At = { source: string; position: number };

/** What stands there, and goes on behind it; undefined if it does not. */
function take(at: At, what: RegExp | string): string | undefined {
  if (typeof what === "string") {
    if (!at.source.startsWith(what, at.position)) return undefined;
    at.position += what.length;
    return what;
  }
  what.lastIndex = at.position;
  const found = what.exec(at.source)?.[0];
  if (found !== undefined) at.position += found.length;
  return found;
}

function space(at: At) {
  take(at, /\s*/y);
}

const none: Operand = { as: "text", text: "" };

function read(at: At): Condition | undefined {
  const not = take(at, "!") !== undefined;
  const guarded = !not && take(at, "(") !== undefined;
  const named = take(at, reference);
  if (named === undefined) return undefined;
  if (guarded) return readGuarded(at, named);
  const call = /^(.+)\?\.(includes|startsWith|endsWith)$/s.exec(named);
  const opened = call && take(at, /\?\.\(\s*/y);
  if (call && opened) {
    const operand = readOperand(at);
    const operator = byMethod.get(call[2] as string);
    space(at);
    if (!operand || !operator || take(at, ")") === undefined) return undefined;
    if (not && operator !== "contains") return undefined;
    return { value: call[1] as string, operator: not ? "containsNot" : operator, operand };
  }
  if (not) return undefined;
  const operator = readSign(at);
  if (!operator) return undefined;
  const truth = (operator === "is" && take(at, /(?:true|false)(?![\w$])/y)) || undefined;
  if (truth) return { value: named, operator: truth === "true" ? "isTrue" : "isFalse", operand: none };
  const operand = readOperand(at);
  return operand && { value: named, operator, operand };
}

/** What follows on `(name`: a default for when there is no value. */
function readGuarded(at: At, value: string): Condition | undefined {
  const instead = take(at, /\s*\?\?\s*(?:NaN|"")\s*\)/y);
  if (instead === undefined) return undefined;
  if (instead.includes('"')) {
    if (take(at, ".length") === undefined) return undefined;
    const operator = readSign(at);
    if (take(at, /0(?![\w$.])/y) === undefined) return undefined;
    if (operator === "is") return { value, operator: "empty", operand: none };
    return operator === "isNot" ? { value, operator: "notEmpty", operand: none } : undefined;
  }
  const operator = readSign(at);
  if (!operator || operator === "is" || operator === "isNot") return undefined;
  if (take(at, "(") === undefined) {
    const operand = readOperand(at);
    return operand && operand.as !== "value" ? { value, operator, operand } : undefined;
  }
  const other = take(at, reference);
  if (other === undefined || take(at, /\s*\?\?\s*NaN\s*\)/y) === undefined) return undefined;
  return { value, operator, operand: { as: "value", text: other } };
}

function readSign(at: At): Signed | undefined {
  const sign = take(at, /\s*(?:===|!==|>=|<=|>|<)(?![=<>])\s*/y);
  return sign === undefined ? undefined : bySign.get(sign.trim());
}

function readOperand(at: At): Operand | undefined {
  const typed = take(at, number);
  if (typed !== undefined) return { as: "number", text: typed };
  const quoted = take(at, text);
  if (quoted !== undefined) return unquoted(quoted);
  const single = take(at, /'[^'"\\\n]*'/y);
  if (single !== undefined) return { as: "text", text: single.slice(1, -1) };
  const name = take(at, reference);
  return name === undefined || isCall(at) ? undefined : { as: "value", text: name };
}

function isCall({ source, position }: At): boolean {
  return /^\s*(?:\?\.)?\s*[(`[]/.test(source.slice(position));
}

function unquoted(source: string): Operand | undefined {
  try {
    return { as: "text", text: JSON.parse(source) as string };
  } catch {
    return undefined;
  }
}
