interface NoticeProps {
  message: string | undefined;
  dismissLabel: string;
  onDismiss: () => void;
  /** What the person can do about it. */
  action?: { label: string; onAction: () => void };
}

/** A message above the editor. The region is always there, so that screen readers announce what appears in it. */
export function Notice({ message, dismissLabel, onDismiss, action }: NoticeProps) {
  return (
    <div role="alert">
      {message === undefined ? null : (
        <div className="notice">
          <p>{message}</p>
          {action === undefined ? null : (
            <button type="button" className="notice-action" onClick={action.onAction}>
              {action.label}
            </button>
          )}
          <button type="button" aria-label={dismissLabel} title={dismissLabel} onClick={onDismiss}>
            <span aria-hidden="true">✕</span>
          </button>
        </div>
      )}
    </div>
  );
}
