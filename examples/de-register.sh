#!/bin/sh
# De-registers Erika's second car, from the form to the decision, against the system that runs here (npm start):  sh examples/de-register.sh
set -eu
GATEWAY=${GATEWAY:-http://127.0.0.1:4000}
curl -sf -o /dev/null "$GATEWAY/health" || {
  echo "No gateway answers at $GATEWAY. Start the system (npm start), or say where it is: GATEWAY=http://127.0.0.1:5000 sh $0" >&2
  exit 1
}
TOKEN=$(npm run --silent token -- erika)
ask() { curl -s "$GATEWAY/graphql" -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' --data "{\"query\":\"mutation { $1 }\"}"; }
read_field() { node -p "JSON.parse(require('fs').readFileSync(0)).data.$1"; }

# Erika's second car; the codes of specimen vehicles follow from the VIN (subgraphs/vehicle-registration/README.md).
CAR=3c0cde8f-aec2-54bc-9073-3e64feb4ef28
ID=$(ask "startProcedure(input: { kind: DE_REGISTRATION, vehicleId: \\\"$CAR\\\", idempotencyKey: \\\"my car\\\" }) { procedure { id } problems { message remedy } }" | read_field startProcedure.procedure.id)
ask "saveInput(input: { procedureId: \\\"$ID\\\", sealCodeFront: \\\"brH\\\", sealCodeRear: \\\"m5L\\\", certificateOneCode: \\\"VFdKRTL\\\" }) { problems { message remedy } }"
ask "checkProcedure(input: { procedureId: \\\"$ID\\\" }) { procedure { state } problems { message remedy } }"
DEMAND=$(ask "submitProcedure(input: { procedureId: \\\"$ID\\\", idempotencyKey: \\\"my car, submitted\\\" }) { procedure { feeDemand } problems { message remedy } }" | read_field submitProcedure.procedure.feeDemand)
PAGE=$(ask "createPayment(input: { feeDemand: \\\"$DEMAND\\\", idempotencyKey: \\\"my car, paid\\\" }) { payUrl problems { message remedy } }" | read_field createPayment.payUrl)
curl -s -o /dev/null "$PAGE" --data choice=success   # or open the page in a browser and choose there
sleep 3
curl -s "$GATEWAY/graphql" -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \
  --data "{\"query\":\"{ procedure(id: \\\"$ID\\\") { state fee { total { formatted } } decision { outcome effectiveOn } vehicle { plate status } } }\"}"
