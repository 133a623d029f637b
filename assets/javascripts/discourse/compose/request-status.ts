/** @returns the status that a failed request of core's `ajax` was answered with; 0 where there was no answer */
export function statusOf(error: unknown): number {
  return (error as { jqXHR?: { status?: number } })?.jqXHR?.status ?? 0;
}
