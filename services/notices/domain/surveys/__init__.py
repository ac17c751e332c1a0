"""Surveys: questions, answers, steps, figures, and whom an interviewer is to see."""
