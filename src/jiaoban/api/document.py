"""The OpenAPI 3.1 document, as ninja makes it of the types, with two things put right.

A model has one schema for what is sent and another for what is answered, so they get two names; and every operation
says which problems it answers.
"""

import json
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.schema import NinjaGenerateJsonSchema

from jiaoban.api.problems import MEDIA_TYPE, TITLES
from jiaoban.api.shapes import ProblemShape

PREFIX = "api/v1"
ANSWERED = (400, 401, 403, 404, 413, 429, 503, 507)
WRITING = (*ANSWERED, 409, 422)


def document(api: NinjaAPI) -> str:
    """Return the document as indented JSON with a newline at its end."""
    schema = Document(api, PREFIX)
    return json.dumps(schema, ensure_ascii=False, indent=1, default=str) + "\n"


class Document(OpenAPISchema):
    """ninja's document with names that cannot clash."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        components = self["components"]
        problem = ProblemShape.model_json_schema(
            ref_template="#/components/schemas/{model}", schema_generator=NinjaGenerateJsonSchema, mode="serialization"
        )
        self.add_schema_definitions(problem.pop("$defs", {}))
        self.schemas["Problem"] = problem
        components["schemas"] = dict(sorted(self.schemas.items()))
        components["responses"] = {f"Problem{status}": _problem(status) for status in WRITING}
        components["securitySchemes"]["Bearer"] = {"type": "http", "scheme": "bearer", "bearerFormat": "jb_..."}
        self["servers"] = [{"url": "/"}]

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        """Return the operation with the problems that it can answer."""
        details: dict[str, Any] = super().operation_details(operation)
        writes = "POST" in operation.methods
        for status in sorted(WRITING if writes else ANSWERED):
            details["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
        return details

    def _create_schema_from_model(
        self, model: Any, by_alias: bool = True, remove_level: bool = True, mode: Any = "validation"
    ) -> tuple[dict[str, Any], bool]:
        suffix = "Said" if mode == "validation" else ""
        schema = model.model_json_schema(
            ref_template="#/components/schemas/{model}" + suffix,
            by_alias=by_alias,
            schema_generator=NinjaGenerateJsonSchema,
            mode=mode,
        ).copy()
        self.add_schema_definitions({name + suffix: one for name, one in schema.pop("$defs", {}).items()})
        if remove_level and len(schema["properties"]) == 1:
            name, details = next(iter(schema["properties"].items()))
            return details, name in schema.get("required", [])
        return schema, True

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Take schemas over; two different ones of one name are an error of this program."""
        for name, schema in definitions.items():
            if self.schemas.setdefault(name, schema) != schema:
                raise TypeError(f"two different schemas are called {name}; give one of the models another name")


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": TITLES[status].en,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
