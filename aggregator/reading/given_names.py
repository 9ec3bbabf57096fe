"""Given names that tell a person's gender: the most used in U.S. news copy, and common ones of other tongues."""

from __future__ import annotations

FEMALE = frozenset(
    """Abby Abigail Ada Adele Adriana Agnes Aisha Alejandra Alessandra Alexandra Alexandria Alexis Alice Alicia Alison
    Allison Alyssa Amanda Amber Amelia Amina Amna Amy Ana Anastasia Andrea Angela Angelina Anita Ann Anna Anne
    Annette Annie Antonia April Ariana Arlene Ashley Astrid Audrey Ava Ayesha Barbara Beatrice Becky Belinda Bella
    Bernadette Bernice Beth Bethany Betsy Betty Beverly Bianca Bonnie Brenda Brianna Bridget Brigitte Britney
    Brittany Camila Camille Candace Candice Carla Carly Carmen Carol Carole Carolina Caroline Carolyn Carrie
    Cassandra Cassidy Cate Catherine Cathy Cecilia Celeste Celia Charlene Charlotte Chelsea Cherie Cheryl Chiara
    Chloe Christina Christine Christy Cindy Claire Clara Clarissa Claudia Colleen Connie Constance Cora Corinne
    Courtney Cristina Crystal Cynthia Daisy Dana Danielle Daphne Dawn Debbie Deborah Debra Deirdre Delia Delores
    Denise Diana Diane Dianne Dina Dolores Donna Dora Doris Dorothy Edith Edna Eileen Elaine Eleanor Elena Elisa
    Elisabeth Elise Eliza Elizabeth Ella Ellen Eloise Elsa Elsie Emily Emma Erica Erika Erin Esmeralda Esther
    Ethel Eva Evelyn Faith Fatima Felicia Fiona Florence Frances Francesca Gabriela Gabriella Gabrielle Gail
    Georgia Geraldine Gertrude Gina Gisele Giulia Gladys Glenda Gloria Grace Greta Gretchen Gwen Gwendolyn Hannah
    Harriet Hazel Heather Heidi Helen Helena Helene Henrietta Hilary Hillary Hope Ida Imogen Ines Ingrid Irene
    Iris Isabel Isabella Isabelle Ivanka Ivy Jackie Jacqueline Jacquelyn Jana Jane Janet Janice Janine Jasmine
    Jeanette Jeanne Jenna Jennifer Jenny Jessica Jill Joan Joanna Joanne Jocelyn Jody Johanna Josephine Joy Joyce
    Juanita Judith Judy Julia Juliana Julianne Julie Juliet Juliette June Justine Kara Karen Karin Karla Kate
    Katelyn Katherine Kathleen Kathryn Kathy Katie Katrina Kayla Keisha Kellyanne Kendra Keri Kerstin Kiara
    Kimberly Kirsten Kristen Kristin Kristina Kristine Krystal Kylie Lana Lara Latoya Laura Lauren Laurie Lea Leah
    Leila Lena Leonor Leslie Leticia Lila Lilian Liliana Lillian Lily Lina Linda Lindsay Lindsey Lisa Liz Liza Lois
    Lola Loretta Lori Lorraine Louise Lucia Lucille Lucinda Lucy Luisa Lydia Lynda Lynette Lynne Mabel Mackenzie
    Madeleine Madeline Madison Maggie Malala Mallory Mandy Margaret Margarita Margot Marguerite Maria Mariah
    Marian Marianne Marie Marilyn Marina Marine Marisa Marissa Marjorie Marlene Marsha Marta Martha Martina Mary
    Maryam Matilda Maud Maude Maureen Maxine Meg Megan Meghan Melania Melanie Melinda Melissa Mercedes Meredith Mia
    Michaela Michele Michelle Mildred Milena Mindy Mina Miranda Miriam Molly Mona Monica Monique Muriel Myra Nadia
    Nadine Nancy Naomi Natalia Natalie Natasha Neha Nicole Nicolette Nikki Nina Noelle Noor Nora Norma Octavia
    Olga Olivia Paige Pamela Patricia Patti Patty Paula Paulette Pauline Pearl Peggy Penelope Penny Petra Phoebe
    Phyllis Polly Priscilla Priti Priya Priyanka Rachel Ramona Rania Rebecca Rebekah Regina Renata Renee Rhonda
    Rita Roberta Rochelle Rosa Rosalind Rosalyn Rosanna Rose Roseanne Rosemary Roxanne Ruby Ruth Sabrina Sadie
    Sally Samantha Samira Sandra Sara Sarah Savannah Selena Serena Shannon Sharon Sheila Shelby Shelley Shelly
    Sheri Sherri Sherry Sheryl Shirley Silvia Simone Sofia Sonia Sonya Sophia Sophie Stacey Stacy Stella Stephanie
    Sue Summer Susan Susana Susanna Susanne Susie Suzanne Sylvia Tabitha Tamara Tammy Tania Tanya Tara Tatiana
    Taylor Teresa Teri Tessa Thelma Theresa Therese Tiffany Tina Toni Tonya Tricia Trudy Ursula Valentina Valeria
    Valerie Vanessa Vera Verónica Veronica Vicki Vicky Victoria Viola Violet Virginia Vivian Viviana Wanda Wendy
    Whitney Whoopi Wilhelmina Wilma Winifred Winnie Yasmin Yolanda Yvette Yvonne Zara Zoe""".split()
)
MALE = frozenset(
    """Aaron Abdul Abdullah Abel Abraham Adam Adolf Adrian Ahmad Ahmed Al Alan Albert Alberto Aldo Alec Alejandro
    Alessandro Alex Alexander Alfonso Alfred Ali Allan Allen Alvin Amir Anderson Andre Andreas Andres Andrew Andy
    Angelo Angus Anthony Anton Antonin Antonio Arjun Armando Arnold Art Arthur Arturo Asher Augustus Austin Bao
    Barack Barney Barry Bart Bashar Ben Benedict Benjamin Bennett Bernard Bernie Bert Bill Billy Blake Bob Bobby
    Boris Brad Bradley Brandon Brendan Brent Brett Brian Bruce Bruno Bryan Bryce Byron Caleb Calvin Cameron Carl
    Carlo Carlos Carter Cecil Cesar Chad Charles Charlie Chester Chris Christian Christoph Christopher Chuck
    Clarence Clark Claude Claudio Clay Clayton Cliff Clifford Clint Clinton Clive Clyde Cody Colin Connor Conrad
    Corey Cory Craig Curtis Cyrus Damian Damon Dan Daniel Danny Darren Darryl Dave David Dean Dennis Denzel Derek
    Derrick Desmond Dick Diego Dieter Dirk Dmitri Dmitry Dominic Don Donald Doug Douglas Drew Duane Duncan Dustin
    Dwayne Dwight Dylan Earl Ed Eddie Edgar Eduardo Edward Edwin Eli Elias Elijah Elliot Elliott Elon Emanuel Emil
    Emmanuel Enrico Enrique Eric Erik Ernest Ernesto Ernie Ethan Eugene Evan Everett Ezra Felipe Felix Ferdinand
    Fernando Fidel Floyd Francesco Francis Francisco Franco Francois Frank Frankie Franklin Franz Fred Freddie
    Frederick Friedrich Gabriel Garrett Garth Gary Gavin Geoff Geoffrey George Gerald Gerard Gerhard Geronimo
    Gianni Gilbert Giorgio Giovanni Giuseppe Glen Glenn Gordon Graham Grant Greg Gregg Gregory Guido Guillermo Gus
    Gustavo Guy Hank Hans Harold Harris Harrison Harry Harvey Hassan Hector Heinrich Henri Henrik Henry Herbert
    Herman Hiroshi Homer Horace Howard Hubert Hugh Hugo Hussein Ian Ibrahim Ignacio Igor Ike Ilya Imran Irving
    Isaac Ismail Ivan Jack Jackson Jacob Jacques Jaime Jake Jamal James Jared Jason Javier Jay Jeb Jeff Jefferson
    Jeffery Jeffrey Jeremiah Jeremy Jerome Jerry Jesus Jim Jimmy Joachim Joao Joaquin Joe Joel Joey Johan John
    Johnny Jon Jonathan Jorge Jose Josef Joseph Josh Joshua Juan Julian Julio Julius Jurgen Justin Kareem Karim
    Karl Keith Ken Kenneth Kenny Kent Kevin Khalid Kieran Kirk Klaus Kofi Konstantin Kurt Kyle Lamar Lance Larry
    Lars Laurence Lawrence Leif Len Leo Leon Leonard Leonardo Leopold Leroy Lester Lewis Liam Lindsey Lloyd
    Lorenzo Lou Louis Luca Lucas Luigi Luis Luke Luther Lyle Lyndon Magnus Mahmoud Malcolm Manuel Marc Marcel
    Marcelo Marco Marcus Mario Mark Markus Marlon Marshall Martin Marty Marvin Mason Matt Matteo Matthew Maurice
    Mauricio Max Maximilian Mehmet Mel Melvin Michael Miguel Mike Mikhail Milo Milton Mitch Mitchell Mitt Mohamed
    Mohammad Mohammed Mordecai Moshe Muhammad Murray Mustafa Narendra Nate Nathan Nathaniel Neal Ned Neil Nelson
    Newt Nicholas Nick Nicolas Nigel Nikita Nikolai Noah Noel Norman Oleg Oliver Omar Orlando Orrin Oscar Oswald
    Otto Owen Pablo Paolo Patrick Paul Paulo Pavel Pedro Percy Pete Peter Phil Philip Philippe Phillip Pierre
    Preston Rafael Raj Rajesh Ralph Ramon Rand Randall Randy Raphael Rashid Raul Ravi Ray Raymond Recep Reggie
    Reginald Reid Rex Ricardo Richard Rich Rick Ricky Rob Robbie Robert Roberto Rocco Rod Roderick Rodney Rodrigo
    Roger Roland Rolf Roman Ron Ronald Ronnie Rory Ross Roy Ruben Rudolf Rudolph Rudy Rufus Rupert Rush Russ
    Russell Ryan Salman Salvador Sam Samir Samuel Sanjay Saul Scott Sean Sebastian Serge Sergei Sergey Sergio Seth
    Shane Shaun Shawn Sheldon Shou Sidney Silvio Simon Solomon Spencer Stan Stanley Stefan Stephen Sterling Steve
    Steven Stewart Stuart Sundar Sven Tariq Ted Terence Terrence Thaddeus Theo Theodore Thierry Thomas Tim Timothy
    Tobias Toby Todd Tom Tomas Tommy Tony Travis Trent Trevor Tucker Tyler Tyrone Ulrich Umberto Uri Vernon Victor
    Vijay Viktor Vince Vincent Vikram Vitaly Vladimir Wade Walter Warren Wayne Wendell Werner Wes Wesley Wilbur
    Will Willard William Willie Wolfgang Woodrow Xavier Xi Yuri Yusuf Zachary Ahmet Anil Anwar Zack Shinzo Wen
    Tedros""".split()
) - {"Lindsey", "Sidney"}
"""Names that both carry ("Kelly", "Jordan", "Casey") are in neither, nor are words that copy begins sentences with."""
