/** Somebody registered, came as a guest or logged in, and named the click that brought them: as it was given. */
export class PlayerCameByClick {
  static readonly type = 'player.came_by_click';

  constructor(
    readonly userId: string,
    readonly clickId: string,
    /** ISO 8601. */
    readonly at: string,
  ) {}
}
