/** One thing that is timed. */
export interface Row {
  /** the same in every checkout; `--only` looks here */
  name: string;
  /** how often it is timed; short work more often */
  rounds: number;
  /** of which other row's work it is how many times as much */
  growth?: { of: string; by: number };
  /** makes what the work needs, untimed, once */
  prepare(): Promise<Work>;
}

export interface Work {
  ours(): Promise<unknown>;
  /** what the browser needs for the same, however it is called */
  limit(): Promise<unknown>;
  /** untimed, before each call of `ours` */
  before?(): Promise<unknown>;
}
