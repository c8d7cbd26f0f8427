export interface ElevatedTask {
  /** The task's name. */
  readonly task: string;
  /** Where the script itself is on the guest; it removes itself. */
  readonly path: string;
  /** Where the command writes to, with variables of the guest. */
  readonly log: string;
  readonly command: string;
  readonly user: string;
  /** Empty: a service account, which logs in without one. */
  readonly password: string;
}

/**
 * PowerShell that registers the task, starts it, repeats what it writes, removes it, and exits with its result. Made of
 * the scheduler's COM objects, which every Windows since 2008 has.
 */
export function elevatedScript({ task, path, log, command, user, password }: ElevatedTask): string {
  const withPassword = password !== '';
  return [
    `$name = ${quoted(task)}`,
    `$log = [Environment]::ExpandEnvironmentVariables(${quoted(log)})`,
    "$scheduler = New-Object -ComObject 'Schedule.Service'",
    '$scheduler.Connect()',
    "$folder = $scheduler.GetFolder('\\')",
    '$definition = $scheduler.NewTask(0)',
    "$definition.RegistrationInfo.Description = 'Packer elevated task'",
    '$definition.Principal.RunLevel = 1',
    "$definition.Settings.ExecutionTimeLimit = 'PT0S'",
    '$definition.Settings.DisallowStartIfOnBatteries = $false',
    '$definition.Settings.StopIfGoingOnBatteries = $false',
    '$action = $definition.Actions.Create(0)',
    "$action.Path = 'cmd'",
    `$action.Arguments = ${quoted(`/c ${command}`)}`,
    `$logon = @(${quoted(user)}, ${withPassword ? quoted(password) : '$null'}, ${withPassword ? 1 : 5})`,
    '$registered = $folder.RegisterTaskDefinition($name, $definition, 6, $logon[0], $logon[1], $logon[2], $null)',
    '[void]$registered.Run($null)',
    ...follow,
    '$result = $registered.LastTaskResult',
    '$folder.DeleteTask($name, 0)',
    `Remove-Item $log, ${quoted(path)} -Force -ErrorAction SilentlyContinue`,
    'exit $result',
    '',
  ].join('\r\n');
}

/** A task is queued before it runs (state 4), and ready again (3) when it has ended; all lines are read once more then. */
const follow = [
  'for ($waited = 0; $registered.State -ne 4 -and $waited -lt 100; $waited++) { Start-Sleep -Milliseconds 100 }',
  '$shown = 0',
  'do {',
  '  $ended = $registered.State -eq 3',
  '  if (-not $ended) { Start-Sleep -Milliseconds 100 }',
  '  if (Test-Path $log) {',
  '    Get-Content $log | Select-Object -Skip $shown | ForEach-Object { $shown++; Write-Output $_ }',
  '  }',
  '} until ($ended)',
];

/** A PowerShell literal, in which nothing but the quote itself means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
