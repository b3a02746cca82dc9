"""The month sheet on paper and as files: the flat contract `month.csv`, the printed sheet, amounts, lines and JSON."""
