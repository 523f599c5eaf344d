{{- define "spindrift.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "spindrift.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "spindrift.labels" -}}
{{ include "spindrift.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "spindrift.account" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "spindrift.name" .) .Values.serviceAccount.name }}{{ else }}{{ default "default" .Values.serviceAccount.name }}{{ end }}
{{- end }}

{{- define "spindrift.secret" -}}
{{- default (include "spindrift.name" .) .Values.secret.existing }}
{{- end }}

{{- define "spindrift.claim" -}}
{{- default (include "spindrift.name" .) .Values.persistence.existingClaim }}
{{- end }}

{{- define "spindrift.space" -}}
{{- default .Release.Namespace .Values.cluster.namespace }}
{{- end }}

{{- define "spindrift.url" -}}
{{- default (printf "http://%s.%s.svc:%d" (include "spindrift.name" .) .Release.Namespace (int .Values.service.port)) .Values.cluster.platformUrl }}
{{- end }}
