/** A launch in a line, for the command line and the page. */
export interface LaunchSummary {
  id: string;
  counter: number;
  kind: string;
  isLive: boolean;
  createdAt: string;
  createdBy: { holder: string } | null;
  changed: string[];
}

/** What both ask of it. */
export const launchFields = 'id counter kind isLive createdAt createdBy { holder } changed';
