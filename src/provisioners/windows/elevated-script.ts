import { literal } from '../../communicators/winrm/powershell.ts';
import { escapeXml } from '../../wire/xml.ts';
import type { ElevatedLogin } from './elevated.ts';

interface Wrapped extends ElevatedLogin {
  readonly command: string;
  readonly task: string;
  /** Where this script will lie. */
  readonly path: string;
}

/** States and results of the task scheduler. */
const READY = 3;
const HAS_NOT_RUN = 267_011;
const [WITH_PASSWORD, AS_SERVICE] = [1, 5];
const CREATE_OR_UPDATE = 6;

/** Registers a task that runs the command, follows its output, and ends with its result. */
export function elevatedScript({ command, task, path, user, password }: Wrapped): string {
  const output = `%SYSTEMROOT%\\Temp\\${task}.out`;
  const logon = password === '' ? AS_SERVICE : WITH_PASSWORD;
  return `Remove-Item -LiteralPath ${literal(path)} -Force
$out = [Environment]::ExpandEnvironmentVariables(${literal(output)})
$scheduler = New-Object -ComObject Schedule.Service
$scheduler.Connect()
$definition = $scheduler.NewTask(0)
$definition.XmlText = @'
${taskXml({ user, command: `${command} > ${output} 2>&1`, byPassword: password !== '' })}
'@
$folder = $scheduler.GetFolder('\\')
try {
  [void]$folder.RegisterTaskDefinition(${literal(task)}, $definition, ${CREATE_OR_UPDATE}, ${literal(user)}, ${password === '' ? '$null' : literal(password)}, ${logon}, $null)
} catch {
  [Console]::Error.WriteLine('The elevated task cannot be registered: ' + $_.Exception.Message)
  exit 1
}
$entry = $folder.GetTask(${literal(task)})
[void]$entry.Run($null)
for ($i = 0; ($i -lt 600) -and ($entry.State -eq ${READY}) -and ($entry.LastTaskResult -eq ${HAS_NOT_RUN}); $i++) { Start-Sleep -Milliseconds 100 }
$reader = $null
do {
  $ended = $entry.State -eq ${READY}
  if (($reader -eq $null) -and (Test-Path -LiteralPath $out)) {
    $reader = New-Object IO.StreamReader([IO.File]::Open($out, 'Open', 'Read', 'ReadWrite'))
  }
  if ($reader -ne $null) { [Console]::Out.Write($reader.ReadToEnd()) }
  if (!$ended) { Start-Sleep -Milliseconds 100 }
} while (!$ended)
if ($reader -ne $null) { $reader.Close(); Remove-Item -LiteralPath $out -Force -ErrorAction SilentlyContinue }
$result = $entry.LastTaskResult
$folder.DeleteTask(${literal(task)}, 0)
exit $result
`;
}

function taskXml(task: {
  readonly user: string;
  readonly command: string;
  readonly byPassword: boolean;
}): string {
  const logon = task.byPassword ? '<LogonType>Password</LogonType>' : '';
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Principals><Principal id="Author"><UserId>${escapeXml(task.user)}</UserId>${logon}<RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries><StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowStartOnDemand>true</AllowStartOnDemand><ExecutionTimeLimit>PT0S</ExecutionTimeLimit><Priority>4</Priority>
  </Settings>
  <Actions Context="Author"><Exec><Command>cmd</Command><Arguments>/c chcp 65001 &gt;nul &amp; ${escapeXml(task.command)}</Arguments></Exec></Actions>
</Task>`;
}
