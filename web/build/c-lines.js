/**
 * Tells the runtime which line of a lesson runs: puts `asyncio_line(N);` before each statement of
 * lesson.c, on the statement's own line, so that every line keeps its number. Bodies without
 * braces get them. What does not run (declarations without a value, types, globals) gets nothing.
 */
import { tokenize } from './c-tokens.js';
import { SourceError } from './source-error.js';

/** @typedef {import('./c-tokens.js').Token} Token */

const CLOSING = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const CONTROL = new Set(['if', 'for', 'while', 'switch']);
/** Words that begin a statement, but no declaration and no macro with a body. */
const KEYWORDS = new Set(['return', 'goto', 'break', 'continue', 'sizeof', 'asm', '__asm__']);
/** A declaration that begins so runs nothing. */
const STATIC = new Set(['typedef', 'static', 'extern', '_Static_assert', 'static_assert']);

/**
 * @param {string} file as shown in errors
 * @param {string} source
 */
export function insertLines(file, source) {
  const inserter = new LineInserter(file, tokenize(file, source));
  inserter.translationUnit();
  return inserter.apply(source);
}

class LineInserter {
  /**
   * @param {string} file
   * @param {Token[]} tokens
   */
  constructor(file, tokens) {
    this.file = file;
    this.tokens = tokens;
    this.position = 0;
    /** @type {{ offset: number, text: string }[]} in order of the offset */
    this.insertions = [];
    /** The line last told on every path to here, or 0: one line is told once. */
    this.toldLine = 0;
  }

  /** @param {string} source */
  apply(source) {
    let result = '';
    let offset = 0;
    for (const insertion of this.insertions) {
      result += source.slice(offset, insertion.offset) + insertion.text;
      offset = insertion.offset;
    }
    return result + source.slice(offset);
  }

  /** @returns {Token | undefined} */
  get next() {
    return this.tokens[this.position];
  }

  /** @param {string} text */
  isNext(text) {
    return this.next?.text === text && this.next.kind !== 'literal';
  }

  /** @returns {Token} */
  take() {
    const token = this.next;
    if (!token) throw this.error('the file ends in the middle of a function');
    this.position++;
    return token;
  }

  /** @param {string} text */
  expect(text) {
    if (!this.isNext(text)) {
      throw this.error(`expected \`${text}\` before \`${this.next?.text ?? 'the end of the file'}\``);
    }
    return this.take();
  }

  /** @param {string} problem */
  error(problem) {
    const token = this.next ?? this.tokens.at(-1);
    return new SourceError(this.file, token?.line ?? 1, problem);
  }

  /** @param {number} offset @param {string} text */
  insert(offset, text) {
    this.insertions.push({ offset, text });
  }

  /** @param {Token} token the first of a statement */
  tell(token) {
    if (token.line === this.toldLine) return;
    this.insert(token.start, `asyncio_line(${token.line}); `);
    this.toldLine = token.line;
  }

  /** From an opening bracket to behind the closing one. */
  skipBrackets() {
    this.skipToClosing(this.take());
  }

  skipParentheses() {
    this.skipToClosing(this.expect('('));
  }

  /** @param {Token} open the bracket that was taken */
  skipToClosing(open) {
    const closing = CLOSING.get(open.text);
    while (closing && !this.isNext(closing)) {
      if (!this.next || [...CLOSING.values()].includes(this.next.text)) {
        throw new SourceError(this.file, open.line, `\`${open.text}\` is not closed`);
      }
      this.skipToken();
    }
    this.take();
  }

  /** One token, or all from an opening bracket to its closing one. */
  skipToken() {
    if (this.next?.kind === 'punctuator' && CLOSING.has(this.next.text)) this.skipBrackets();
    else this.take();
  }

  translationUnit() {
    while (this.next) this.externalDeclaration();
  }

  /** Up to its `;`, or the body of a function: braces that follow parentheses. */
  externalDeclaration() {
    let afterParentheses = false;
    let hasValue = false;
    while (!this.isNext(';')) {
      if (this.isNext('{') && afterParentheses && !hasValue) {
        this.toldLine = 0;
        this.block();
        return;
      }
      if (this.isNext('}') || this.isNext(')') || this.isNext(']')) {
        throw this.error(`\`${this.next?.text}\` closes nothing`);
      }
      if (!this.next) throw this.error('the last declaration does not end');
      if (this.isNext('=')) hasValue = true;
      if (this.isNext('__attribute__')) {
        this.take();
        this.skipToken();
      } else {
        afterParentheses = this.isNext('(');
        this.skipToken();
      }
    }
    this.take();
  }

  block() {
    this.expect('{');
    while (!this.isNext('}')) this.statement();
    this.take();
  }

  statement() {
    const token = this.next;
    if (!token) throw this.error('the file ends in the middle of a function');
    const { text } = token;
    if (text === '{') this.block();
    else if (CONTROL.has(text)) this.control(token);
    else if (text === 'do') this.doWhile(token);
    else if (text === 'case' || text === 'default') this.caseLabel();
    else if (text === 'else') throw this.error('`else` without `if`');
    else if (this.isLabel()) this.label();
    else this.simpleStatement(token);
  }

  /** @param {Token} token `if`, `for`, `while` or `switch` */
  control(token) {
    if (token.text === 'if') this.ifElse(token);
    else if (token.text === 'for') this.forLoop(token);
    else if (token.text === 'while') this.whileLoop(token);
    else this.switchStatement(token);
    this.toldLine = 0;
  }

  /** @param {Token} token `if` */
  ifElse(token) {
    this.tell(token);
    this.take();
    this.skipParentheses();
    this.body();
    if (!this.isNext('else')) return;
    const { line } = this.take();
    this.toldLine = line === token.line ? line : 0;
    this.body();
  }

  /** @param {Token} token `switch` */
  switchStatement(token) {
    this.tell(token);
    this.take();
    this.skipParentheses();
    this.body();
  }

  /** Told before it begins, and again before each step. @param {Token} token `for` */
  forLoop(token) {
    this.tell(token);
    this.take();
    const open = this.expect('(');
    for (let clause = 0; clause < 2; clause++) {
      while (!this.isNext(';')) {
        if (this.isNext(')')) throw this.error('`for` needs two `;`');
        this.skipToken();
      }
      const { end } = this.take();
      if (clause === 1) {
        this.insert(end, ` asyncio_line(${token.line})${this.isNext(')') ? '' : ','}`);
      }
    }
    this.skipToClosing(open);
    this.loopBody(token, token.line);
  }

  /** Told whenever its condition is evaluated. @param {Token} token `while` */
  whileLoop(token) {
    const [, , condition, close] = this.tokens.slice(this.position, this.position + 4);
    const isEndless =
      close?.text === ')' && (condition?.kind === 'literal' || condition?.text === 'true');
    if (isEndless) {
      this.tell(token);
      this.take();
      this.skipParentheses();
      this.loopBody(token, 0);
    } else {
      this.condition();
      this.loopBody(token, token.line);
    }
  }

  /** @param {Token} token `do` */
  doWhile(token) {
    this.tell(token);
    this.take();
    this.loopBody(token, 0);
    if (!this.isNext('while')) throw this.error('expected `while` after the body of `do`');
    this.condition();
    this.expect(';');
    this.toldLine = 0;
  }

  /** `while (...)`, told each time. */
  condition() {
    const { line } = this.take();
    const open = this.expect('(');
    this.insert(open.end, `asyncio_line(${line}), `);
    this.skipToClosing(open);
  }

  caseLabel() {
    let conditionals = 0;
    while (conditionals > 0 || !this.isNext(':')) {
      if (this.isNext('?')) conditionals++;
      if (this.isNext(':')) conditionals--;
      this.skipToken();
    }
    this.afterLabel();
  }

  label() {
    this.take();
    this.afterLabel();
  }

  afterLabel() {
    this.expect(':');
    this.toldLine = 0;
    if (!this.isNext('}')) this.statement();
  }

  isLabel() {
    return this.next?.kind === 'word' && this.tokens[this.position + 1]?.text === ':';
  }

  /** The statement an `if`, `else`, `for`, `while`, `do` or `switch` governs, braced. */
  body() {
    const first = this.next;
    if (!first || first.text === '{') {
      this.block();
      return;
    }
    this.insert(first.start, '{');
    this.statement();
    const last = this.tokens[this.position - 1];
    this.insert(last?.end ?? first.end, '}');
  }

  /**
   * Every round of a loop tells a line: the budget of a run can end a loop that never ends.
   *
   * @param {Token} loop
   * @param {number} toldLine the line its head tells in every round, or 0
   */
  loopBody(loop, toldLine) {
    this.toldLine = toldLine;
    const tellings = this.insertions.length;
    const open = this.next;
    this.body();
    if (toldLine === 0 && open && this.insertions.length === tellings) {
      this.insert(open.end, `asyncio_line(${loop.line});`);
    }
    this.toldLine = 0;
  }

  /** A declaration, an expression, a jump, `;`, or a macro with a body. @param {Token} first */
  simpleStatement(first) {
    if (this.isMacroWithBody()) {
      this.tell(first);
      this.take();
      this.skipBrackets();
      this.loopBody(first, 0);
      return;
    }
    const start = this.position;
    while (!this.isNext(';')) {
      if (this.isNext('}')) throw this.error('expected `;` before `}`');
      this.skipToken();
    }
    this.take();
    if (!this.runsNothing(this.tokens.slice(start, this.position))) this.tell(first);
  }

  isMacroWithBody() {
    if (this.next?.kind !== 'word' || KEYWORDS.has(this.next.text)) return false;
    const before = this.position;
    this.position++;
    const isCall = this.isNext('(');
    if (isCall) this.skipBrackets();
    const hasBody = isCall && this.isNext('{');
    this.position = before;
    return hasBody;
  }

  /** `int x;`, `struct point { int x, y; };`, `static int x = 3;`. @param {Token[]} statement */
  runsNothing(statement) {
    const [first, second] = statement;
    if (!first || first.kind !== 'word' || KEYWORDS.has(first.text)) return false;
    if (STATIC.has(first.text)) return true;
    if (statement.some(({ text }) => text === '=' || text === '(')) return false;
    return second?.kind === 'word' || second?.text === '*';
  }
}
