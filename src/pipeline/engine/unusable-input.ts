export interface InputPlace {
  /** The file's name, without its folder. */
  file: string;
  column?: string;
  line?: number;
}

/** An input without which there is no run: nothing was replaced. */
export class UnusableInput extends Error implements InputPlace {
  readonly file: string;
  readonly column?: string;
  readonly line?: number;

  constructor(place: InputPlace, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnusableInput';
    this.file = place.file;
    this.column = place.column;
    this.line = place.line;
  }
}
