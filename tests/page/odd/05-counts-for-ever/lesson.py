def count():  #= count
    number = 0  #= number
    while number >= 0:  #= while
        number = (number + 1) % 1000  #= add
    return number  #= return


print(count())  #= run
